@NullMarked
package dev.skep.report;

import org.jspecify.annotations.NullMarked;
