package dev.skep.verifier.check;

import dev.skep.isa.Instruction.LoadPacket;
import dev.skep.isa.PacketAddressing;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;

/** The loads from the packet that classic BPF left behind; the kernel's {@code check_ld_abs()}. */
final class PacketLoads {
    private static final int CONTEXT = 6;

    private final Verification verification;
    private final Operands operands;
    private final ResourceLeaks leaks;
    private final PointerOffsets offsets;

    PacketLoads(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.operands = rooms.operands;
        this.leaks = rooms.leaks;
        this.offsets = rooms.offsets;
    }

    void expectAllowed() {
        switch (verification.subject.type()) {
            case SOCKET_FILTER, SCHED_CLS, SCHED_ACT -> {}
            default ->
                throw verification.reject(
                        Errno.EINVAL, "BPF_LD_[ABS|IND] instructions not allowed for this program type");
        }
    }

    void load(LoadPacket load) {
        expectAllowed();
        operands.source(CONTEXT, Width.W64);
        leaks.check(ResourceLeaks.Exit.NORMAL, ResourceLeaks.Sections.MUST_END, "BPF_LD_[ABS|IND]");
        RegisterState context = verification.register(CONTEXT);
        if (!context.type().equals(RegisterType.CTX)) {
            throw verification.reject(Errno.EINVAL, "at the time of BPF_LD_ABS|IND R6 != pointer to skb");
        }
        if (load.addressing() == PacketAddressing.INDIRECT) {
            operands.source(load.src(), Width.W64);
        }
        offsets.check(context, CONTEXT, PointerOffsets.Fixed.REFUSED);
        operands.clobberCallerSaved();
        verification.markUnknown(0);
        verification.register(0, verification.register(0).withSubregisterDefinition(verification.instruction + 1));
    }
}
