@NullMarked
package dev.skep.kfunc.net;

import org.jspecify.annotations.NullMarked;
