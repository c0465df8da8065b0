package dev.skep.verifier.check;

import dev.skep.btf.BtfType;
import dev.skep.isa.Instruction.LoadImmediate;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.MapType;
import dev.skep.verifier.explore.SubprogramFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import java.util.Objects;

/** Loads that take two slots; the kernel's {@code check_ld_imm()}. */
final class Constants {
    private final Verification verification;
    private final Operands operands;

    Constants(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.operands = rooms.operands;
    }

    void load(LoadImmediate load) {
        operands.destination(load.dst(), Width.W64);
        int dst = load.dst().number();
        verification.register(dst, verification.known(verification.register(dst), load.value()));
    }

    void load(LoadPseudo load) {
        switch (load.kind()) {
            case MAP_FD, MAP_IDX -> set(load.dst(), RegisterState.pointer(RegisterType.MAP_PTR, map(load)));
            case MAP_VALUE, MAP_IDX_VALUE -> loadValue(load);
            case FUNC -> loadFunction(load);
            case BTF_ID ->
                set(
                        load.dst(),
                        new KernelSymbols(Objects.requireNonNull(verification.subject.kernelTypes()))
                                .pointer(load.immediate()));
        }
    }

    private void set(Register register, RegisterState state) {
        operands.destination(register, Width.W64);
        verification.register(register.number(), state);
    }

    private MapView map(LoadPseudo load) {
        return verification.subject.maps().get(load.immediate());
    }

    private void loadValue(LoadPseudo load) {
        MapView map = map(load);
        operands.destination(load.dst(), Width.W64);
        verification.register(
                load.dst().number(),
                map.type() == MapType.ARENA
                        ? verification.unknown(RegisterState.NOT_INIT)
                        : RegisterState.pointer(RegisterType.MAP_VALUE, map).withOffset(load.nextImmediate()));
    }

    private void loadFunction(LoadPseudo load) {
        operands.destination(load.dst(), Width.W64);
        int number = verification.subprogramAt(verification.instruction + load.immediate() + 1);
        if (verification.subject.functions().isEmpty()) {
            throw verification.reject(Errno.EINVAL, "missing btf func_info");
        }
        SubprogramFacts subprogram = verification.subprograms[number];
        if (subprogram.linkage != BtfType.Linkage.STATIC) {
            throw verification.reject(Errno.EINVAL, "callback function not static");
        }
        verification.register(
                load.dst().number(),
                RegisterState.pointer(RegisterType.FUNC, null).withFirst(number));
    }
}
