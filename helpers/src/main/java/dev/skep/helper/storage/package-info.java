/** Maps that hang on an object: a socket, a task, an inode, a cgroup. */
@NullMarked
package dev.skep.helper.storage;

import org.jspecify.annotations.NullMarked;
