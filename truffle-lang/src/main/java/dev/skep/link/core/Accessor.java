package dev.skep.link.core;

import org.jspecify.annotations.Nullable;

/**
 * One step of the way into a type.
 *
 * @param type the struct or union that has the member, the element of the array, or the enumeration
 * @param index of the member, element or enumerator
 * @param name of the member or enumerator; null for an element
 */
record Accessor(int type, int index, @Nullable String name) {}
