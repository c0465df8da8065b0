package dev.skep.kernel.task;

/**
 * A file that a task has open. Counterpart: {@code struct file}.
 *
 * @param path absolute
 * @param flags {@code O_*}
 * @param mode {@code S_IF*} and permissions
 * @param inode number of its inode; 0 for one that is made up
 * @param size in bytes
 * @param position where the next read begins
 */
public record OpenFile(String path, int flags, int mode, long inode, long size, long position) {
    /** {@code S_IFREG}. */
    public static final int REGULAR = 0100000;

    public OpenFile {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("file \"" + path + "\": expected a path that begins with /");
        }
    }

    /** A regular file that everybody may read, opened for reading. */
    public static OpenFile reading(String path) {
        return new OpenFile(path, 0, REGULAR | 0644, 0, 0, 0);
    }

    public OpenFile withFlags(int value) {
        return new OpenFile(path, value, mode, inode, size, position);
    }

    public OpenFile withMode(int value) {
        return new OpenFile(path, flags, value, inode, size, position);
    }

    public OpenFile withInode(long value) {
        return new OpenFile(path, flags, mode, value, size, position);
    }

    public OpenFile withSize(long value) {
        return new OpenFile(path, flags, mode, inode, value, position);
    }
}
