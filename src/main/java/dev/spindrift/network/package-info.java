/**
 * Networks, their flat parameter vector and its gradient, computed by DL4J and ND4J with oneDNN.
 */
package dev.spindrift.network;
