package dev.skep.kernel.task;

/**
 * Whose rights a task has. Counterpart: {@code struct cred}.
 *
 * @param uid real user
 * @param gid real group
 * @param euid the user whose rights count
 * @param egid the group whose rights count
 * @param capabilities the effective ones, a bit each
 */
public record Credentials(int uid, int gid, int euid, int egid, long capabilities) {
    /** Every capability that Linux 6.18 has: {@code CAP_LAST_CAP} is 40. */
    public static final long ALL_CAPABILITIES = (1L << 41) - 1;

    public static final Credentials ROOT = new Credentials(0, 0, 0, 0, ALL_CAPABILITIES);

    /** A user with one group; root has all capabilities, nobody else has any. */
    public static Credentials of(int uid, int gid) {
        return new Credentials(uid, gid, uid, gid, uid == 0 ? ALL_CAPABILITIES : 0);
    }
}
