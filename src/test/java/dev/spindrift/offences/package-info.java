/** A small house that breaks every rule of the architecture test; used by that test alone. */
package dev.spindrift.offences;
