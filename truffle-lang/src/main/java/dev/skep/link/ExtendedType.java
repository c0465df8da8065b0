package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.KernelContexts;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a program that replaces a function of another ({@code SEC("freplace")}) is taken for when nobody says which: one
 * of the type that its only argument is the context of. The same guess as veristat's, which is the best there is, since
 * types share contexts: a {@code struct __sk_buff *} is a classifier's.
 *
 * @param attachType what such programs expect to be attached to
 */
record ExtendedType(ProgramType type, AttachType attachType) {
    private static final String USER_REGISTERS = "bpf_user_pt_regs_t";

    private static final List<ExtendedType> KNOWN = List.of(
            new ExtendedType(ProgramType.SCHED_CLS, AttachType.NONE),
            new ExtendedType(ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET4_POST_BIND),
            new ExtendedType(ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_BIND),
            new ExtendedType(ProgramType.SOCK_OPS, AttachType.CGROUP_SOCK_OPS),
            new ExtendedType(ProgramType.SK_MSG, AttachType.SK_MSG_VERDICT),
            new ExtendedType(ProgramType.CGROUP_DEVICE, AttachType.CGROUP_DEVICE),
            new ExtendedType(ProgramType.CGROUP_SYSCTL, AttachType.CGROUP_SYSCTL),
            new ExtendedType(ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_SETSOCKOPT),
            new ExtendedType(ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT_OR_MIGRATE),
            new ExtendedType(ProgramType.SK_LOOKUP, AttachType.SK_LOOKUP),
            new ExtendedType(ProgramType.XDP, AttachType.XDP),
            new ExtendedType(ProgramType.KPROBE, AttachType.NONE),
            new ExtendedType(ProgramType.PERF_EVENT, AttachType.NONE),
            new ExtendedType(ProgramType.RAW_TRACEPOINT, AttachType.NONE));

    /** By the type of the function's argument; empty when it has several, or one that no program gets. */
    static Optional<ExtendedType> guess(Btf btf, String function) {
        String argument = argument(btf, function);
        return argument.isEmpty()
                ? Optional.empty()
                : KNOWN.stream().filter(known -> known.takes(argument)).findFirst();
    }

    private boolean takes(String argument) {
        return argument.equals(type.contextStruct())
                || argument.equals(KernelContexts.struct(type))
                || (type == ProgramType.KPROBE && argument.equals(USER_REGISTERS));
    }

    /** The name of the struct, or of the type that stands for it, that the only argument points to. */
    private static String argument(Btf btf, String function) {
        OptionalInt id = btf.find(function, BtfKind.FUNC);
        if (id.isPresent()
                && btf.type(id.getAsInt()) instanceof Func declared
                && btf.type(declared.proto()) instanceof FuncProto prototype
                && prototype.params().size() == 1
                && btf.type(btf.skipModifiers(prototype.params().getFirst().type())) instanceof Ptr pointer) {
            return btf.name(btf.skipModifiers(pointer.target()));
        }
        return "";
    }
}
