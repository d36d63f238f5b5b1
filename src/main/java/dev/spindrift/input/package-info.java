/** See docs/design.md. */
package dev.spindrift.input;
