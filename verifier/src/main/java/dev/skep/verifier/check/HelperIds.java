package dev.skep.verifier.check;

/** Helpers of which the verifier knows more than their prototypes say, by their numbers. */
public final class HelperIds {
    public static final int MAP_LOOKUP_ELEM = 1;
    static final int MAP_UPDATE_ELEM = 2;
    static final int MAP_DELETE_ELEM = 3;
    static final int GET_SMP_PROCESSOR_ID = 8;
    public static final int TAIL_CALL = 12;
    static final int GET_STACKID = 27;
    static final int PERF_EVENT_READ = 22;
    static final int PERF_EVENT_OUTPUT = 25;
    static final int SKB_UNDER_CGROUP = 33;
    static final int CURRENT_TASK_UNDER_CGROUP = 37;
    static final int PROBE_READ_STR = 45;
    static final int REDIRECT_MAP = 51;
    static final int SK_REDIRECT_MAP = 52;
    static final int SOCK_MAP_UPDATE = 53;
    static final int PERF_EVENT_READ_VALUE = 55;
    public static final int SETSOCKOPT = 49;
    public static final int GETSOCKOPT = 57;
    static final int MSG_REDIRECT_MAP = 60;
    static final int GET_STACK = 67;
    static final int SOCK_HASH_UPDATE = 70;
    static final int MSG_REDIRECT_HASH = 71;
    static final int SK_REDIRECT_HASH = 72;
    static final int GET_LOCAL_STORAGE = 81;
    static final int SK_SELECT_REUSEPORT = 82;
    static final int SK_LOOKUP_TCP = 84;
    static final int SK_LOOKUP_UDP = 85;
    static final int SK_RELEASE = 86;
    static final int MAP_PUSH_ELEM = 87;
    static final int MAP_POP_ELEM = 88;
    static final int MAP_PEEK_ELEM = 89;
    public static final int SPIN_LOCK = 93;
    public static final int SPIN_UNLOCK = 94;
    static final int SK_FULLSOCK = 95;
    static final int TCP_SOCK = 96;
    static final int SKC_LOOKUP_TCP = 99;
    static final int SK_STORAGE_GET = 107;
    static final int SK_STORAGE_DELETE = 108;
    static final int SKB_OUTPUT = 111;
    static final int PROBE_READ_USER_STR = 114;
    static final int PROBE_READ_KERNEL_STR = 115;
    static final int XDP_OUTPUT = 121;
    static final int RINGBUF_OUTPUT = 130;
    static final int RINGBUF_RESERVE = 131;
    static final int RINGBUF_QUERY = 134;
    static final int SKC_TO_TCP6_SOCK = 136;
    static final int SKC_TO_TCP_SOCK = 137;
    static final int SKC_TO_TCP_TIMEWAIT_SOCK = 138;
    static final int SKC_TO_TCP_REQUEST_SOCK = 139;
    static final int SKC_TO_UDP6_SOCK = 140;
    static final int GET_TASK_STACK = 141;
    static final int INODE_STORAGE_GET = 145;
    static final int INODE_STORAGE_DELETE = 146;
    static final int PER_CPU_PTR = 153;
    static final int THIS_CPU_PTR = 154;
    static final int TASK_STORAGE_GET = 156;
    static final int TASK_STORAGE_DELETE = 157;
    public static final int FOR_EACH_MAP_ELEM = 164;
    static final int SNPRINTF = 165;
    public static final int TIMER_SET_CALLBACK = 170;
    static final int GET_FUNC_IP = 173;
    public static final int FIND_VMA = 180;
    public static final int LOOP = 181;
    static final int SET_RETVAL = 187;
    static final int SKC_TO_MPTCP_SOCK = 196;
    static final int KPTR_XCHG = 194;
    static final int MAP_LOOKUP_PERCPU_ELEM = 195;
    static final int DYNPTR_FROM_MEM = 197;
    static final int RINGBUF_RESERVE_DYNPTR = 198;
    static final int RINGBUF_SUBMIT_DYNPTR = 199;
    static final int RINGBUF_DISCARD_DYNPTR = 200;
    static final int DYNPTR_WRITE = 202;
    static final int DYNPTR_DATA = 203;
    public static final int USER_RINGBUF_DRAIN = 209;
    static final int CGRP_STORAGE_GET = 210;
    static final int CGRP_STORAGE_DELETE = 211;

    private HelperIds() {}

    /** Whether the helper becomes a few instructions in the place of the call. */
    public static boolean isInlined(int id) {
        return id == GET_SMP_PROCESSOR_ID;
    }

    /** Whether it calls a function of the program before it returns. */
    public static boolean callsBack(int id) {
        return switch (id) {
            case FOR_EACH_MAP_ELEM, FIND_VMA, LOOP, USER_RINGBUF_DRAIN -> true;
            default -> false;
        };
    }

    /**
     * Helpers after which pointers into the packet are worth nothing; the kernel's list in {@code net/core/filter.c}.
     */
    public static boolean changesPacket(int id) {
        return switch (id) {
            case 9, 10, 11, 12, 13, 18, 19, 31, 38, 39, 43, 44, 50, 54, 63, 65, 73, 74, 75, 76, 90, 91, 143 -> true;
            default -> false;
        };
    }
}
