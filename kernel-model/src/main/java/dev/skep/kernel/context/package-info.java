/**
 * What programs see of their context: tables of fields, one for each context struct, with what each program type may
 * read and write and how a field reaches the Java object that stands for the kernel's.
 */
@NullMarked
package dev.skep.kernel.context;

import org.jspecify.annotations.NullMarked;
