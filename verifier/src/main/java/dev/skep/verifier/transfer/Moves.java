package dev.skep.verifier.transfer;

import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction.CastAddressSpace;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.MoveSignExtended;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.MapType;
import dev.skep.verifier.check.Operands;
import dev.skep.verifier.check.ScalarIds;
import dev.skep.verifier.domain.ScalarCast;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;

/** Copies of registers, whole or in part, and constants; the {@code BPF_MOV} part of {@code check_alu_op()}. */
public final class Moves {
    private final Verification verification;
    private final Operands operands;
    private final ScalarIds ids;

    public Moves(Verification verification, Operands operands) {
        this.verification = verification;
        this.operands = operands;
        this.ids = new ScalarIds(verification);
    }

    public void move(Move move) {
        if (move.source() instanceof Register source) {
            operands.source(source, move.width());
            operands.destination(move.dst(), move.width());
            if (move.width() == Width.W64) {
                RegisterState copy = ids.assign(source.number());
                set(move.dst(), copy.withSubregisterDefinition(0));
            } else {
                moveLowerHalf(move.dst(), source.number());
            }
        } else if (move.source() instanceof Immediate constant) {
            operands.destination(move.dst(), move.width());
            int value = constant.value();
            long extended = move.width() == Width.W64 ? value : Integer.toUnsignedLong(value);
            set(move.dst(), verification.known(verification.register(move.dst().number()), extended));
        }
        Invariants.check(verification, move.dst().number(), "alu");
    }

    private void set(Register register, RegisterState state) {
        verification.register(register.number(), state);
    }

    private void moveLowerHalf(Register dst, int source) {
        RegisterState from = verification.register(source);
        if (verification.isSecret(from)) {
            throw verification.reject(Errno.EACCES, "R" + source + " partial copy of pointer");
        }
        if (!from.isScalar()) {
            RegisterState unknown = verification.unknown(verification.register(dst.number()));
            set(dst, unknown.withScalar(ScalarCast.zeroExtend32(unknown.scalar())));
            return;
        }
        boolean whole = from.scalar().width() <= 32;
        RegisterState copy = whole ? ids.assign(source) : from.withId(0);
        set(
                dst,
                copy.withScalar(ScalarCast.zeroExtend32(copy.scalar()))
                        .withSubregisterDefinition(verification.instruction + 1));
    }

    public void moveSignExtended(MoveSignExtended move) {
        int source = move.src().number();
        operands.source(move.src(), move.width());
        operands.destination(move.dst(), move.width());
        RegisterState from = verification.register(source);
        boolean wide = move.width() == Width.W64;
        if (verification.isSecret(from)) {
            throw verification.reject(
                    Errno.EACCES,
                    "R" + source + (wide ? " sign-extension part of pointer" : " partial copy of pointer"));
        }
        if (!from.isScalar()) {
            RegisterState unknown =
                    verification.unknown(verification.register(move.dst().number()));
            set(move.dst(), wide ? unknown : unknown.withScalar(ScalarCast.zeroExtend32(unknown.scalar())));
            return;
        }
        boolean unchanged = Long.compareUnsigned(from.scalar().umax(), 1L << (move.bits() - 1)) < 0;
        RegisterState copy = unchanged ? ids.assign(source) : from.withId(0);
        int bytes = move.bits() / 8;
        set(
                move.dst(),
                copy.withScalar(
                                wide
                                        ? ScalarCast.signExtend64(copy.scalar(), bytes)
                                        : ScalarCast.signExtend32(copy.scalar(), bytes))
                        .withSubregisterDefinition(wide ? 0 : verification.instruction + 1));
        Invariants.check(verification, move.dst().number(), "alu");
    }

    public void castAddressSpace(CastAddressSpace cast) {
        if (cast.spaces() != 1 && cast.spaces() != 1 << 16) {
            throw verification.reject(
                    Errno.EINVAL, "addr_space_cast insn can only convert between address space 1 and 0");
        }
        boolean hasArena = verification.subject.maps().stream().anyMatch(map -> map.type() == MapType.ARENA);
        if (!hasArena) {
            throw verification.reject(
                    Errno.EINVAL, "addr_space_cast insn can only be used in a program that has an associated arena");
        }
        operands.source(cast.src(), Width.W64);
        operands.destination(cast.dst(), Width.W64);
        int dst = cast.dst().number();
        RegisterState unknown = verification.unknown(verification.register(dst));
        verification.register(
                dst,
                cast.spaces() == 1
                        ? unknown.withType(RegisterType.ARENA).withSubregisterDefinition(verification.instruction + 1)
                        : unknown);
    }
}
