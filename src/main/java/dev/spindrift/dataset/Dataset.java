package dev.spindrift.dataset;

/**
 * A data set, split once and for all into a part to learn from and a held-out part.
 *
 * @param name name by which {@link Datasets#load} knows it
 * @param train images to learn from
 * @param test held-out images
 * @param attribution whose work it is, under which licence, in one line
 */
public record Dataset(String name, ImageSet train, ImageSet test, String attribution) {}
