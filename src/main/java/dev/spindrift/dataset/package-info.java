/** Labelled images to learn from. */
package dev.spindrift.dataset;
