package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.ArgumentDeclaration;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.SubprogramFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StructType;
import dev.skep.verifier.transfer.NullChecks;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a call gives a function what its declaration asks for; the kernel's {@code btf_check_func_arg_match()}. */
final class FunctionArguments {
    /** Pointers to structures of the kernel that are what they are said to be. */
    private static final Set<RegisterType> STRUCTS = Set.of(
            RegisterType.BTF_ID,
            RegisterType.BTF_ID.with(RegisterType.TRUSTED),
            RegisterType.BTF_ID.with(RegisterType.RCU));

    private final Verification verification;
    private final FunctionDeclarations declarations;
    private final HelperArguments arguments;
    private final HelperMemory memory;
    private final StructLayouts structs;

    FunctionArguments(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.declarations = rooms.declarations;
        this.arguments = rooms.arguments;
        this.memory = rooms.helperMemory;
        this.structs = rooms.structs;
    }

    /** @return null when all arguments fit; what does not is in the log, which matters for global functions only */
    @Nullable
    Errno checkCall(int number) {
        SubprogramFacts subprogram = verification.subprograms[number];
        if (verification.subject.functions().isEmpty() || subprogram.isUnreliable) {
            return Errno.EINVAL;
        }
        Errno error = declarations.read(number);
        if (error == null) {
            try {
                match(subprogram.arguments == null ? List.of() : subprogram.arguments);
            } catch (Rejection rejection) {
                error = rejection.errno();
            }
        }
        subprogram.isUnreliable |= error != null;
        return error;
    }

    private void match(List<ArgumentDeclaration> declared) {
        for (int index = 0; index < declared.size(); index++) {
            match(index, declared.get(index));
        }
    }

    private void match(int index, ArgumentDeclaration declared) {
        int number = index + 1;
        RegisterState register = verification.register(number);
        if (declared.kind() == ArgumentDeclaration.Kind.ANYTHING) {
            expect(register.isScalar(), "R" + number + " is not a scalar");
            return;
        }
        if ((declared.flags() & RegisterType.UNTRUSTED) != 0) {
            return;
        }
        switch (declared.kind()) {
            case CTX -> {
                arguments.checkOffset(register, number);
                expect(register.type().equals(RegisterType.CTX), "arg#" + index + " expects pointer to ctx");
            }
            case MEM -> {
                arguments.checkOffset(register, number);
                checkMemory(number, declared.size());
                boolean mayBeNull = (declared.flags() & RegisterType.MAYBE_NULL) != 0;
                expect(mayBeNull || !register.type().mayBeNull(), "arg#" + index + " is expected to be non-NULL");
            }
            case ARENA ->
                expect(
                        register.kind() == RegisterKind.ARENA || register.isScalar(),
                        "R" + number + " is not a pointer to arena or scalar.");
            case DYNPTR -> {
                arguments.checkOffset(register, number);
                arguments.useDynptr(number, DynptrType.INVALID, HelperArguments.DynptrUse.READ);
            }
            case BTF_ID -> matchStruct(number, declared);
            case ANYTHING -> {}
        }
    }

    private void expect(boolean fine, String complaint) {
        if (!fine) {
            throw verification.reject(Errno.EINVAL, complaint);
        }
    }

    private void matchStruct(int number, ArgumentDeclaration declared) {
        RegisterState register = verification.register(number);
        if (register.isNull() && (declared.flags() & RegisterType.MAYBE_NULL) != 0) {
            return;
        }
        RegisterType type = (declared.flags() & RegisterType.MAYBE_NULL) != 0
                ? register.type().without(RegisterType.MAYBE_NULL)
                : register.type();
        if (!STRUCTS.contains(type)) {
            throw verification.reject(
                    Errno.EACCES, "R" + number + " type=" + register.type() + " expected=ptr_, trusted_ptr_, rcu_ptr_");
        }
        StructType wanted = declared.target();
        boolean fits = register.target() instanceof StructType struct
                && structs.matches(struct, register.offset(), wanted, StructLayouts.Match.ANY_MEMBER);
        if (!fits) {
            String name = register.target() instanceof StructType struct ? struct.name() : "";
            throw verification.reject(
                    Errno.EACCES,
                    "R" + number + " is of type " + name + " but " + (wanted == null ? "" : wanted.name())
                            + " is expected");
        }
        arguments.checkOffset(register, number);
    }

    private void checkMemory(int number, int size) {
        try {
            checkMemoryAccess(number, size);
        } catch (Rejection rejection) {
            throw new Rejection(Errno.EINVAL);
        }
    }

    /** Memory that the function may read and write, or NULL. */
    void checkMemoryAccess(int number, int size) {
        RegisterState register = verification.register(number);
        if (register.isNull()) {
            return;
        }
        if (register.type().mayBeNull()) {
            verification.register(number, NullChecks.notNull(register));
        }
        try {
            memory.check(number, size, AccessKind.READ, RegionAccess.Emptiness.ALLOWED, null);
            memory.check(number, size, AccessKind.WRITE, RegionAccess.Emptiness.ALLOWED, null);
        } finally {
            if (register.type().mayBeNull()) {
                verification.register(number, register);
            }
        }
    }
}
