/**
 * A stand-in for a class that DL4J 1.0.0-M2.1 looks up by name and that no longer exists.
 *
 * <p>DL4J's layers ask {@code org.nd4j.nativeblas.Nd4jCpu$Environment.isUseMKLDNN()} by reflection
 * whether they may use oneDNN. ND4J moved that class to {@code
 * org.nd4j.linalg.cpu.nativecpu.bindings} and renamed the method to {@code isUseONEDNN()}, so the
 * look-up fails silently and every layer falls back to code that is about four times slower. {@link
 * org.nd4j.nativeblas.Nd4jCpu} answers at the old place by asking at the new one. Nothing else
 * belongs in this package.
 */
package org.nd4j.nativeblas;
