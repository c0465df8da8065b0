package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.ArgumentDeclaration;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Subject;
import dev.skep.verifier.explore.SubprogramFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.VerifierState;
import java.util.List;

/** The state that a walk begins with; the kernel's {@code do_check_common()}. */
final class EntryRegisters {
    private final Verification verification;
    private final FunctionDeclarations declarations;

    EntryRegisters(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.declarations = rooms.declarations;
    }

    void set(int number) {
        SubprogramFacts subprogram = verification.subprograms[number];
        VerifierState state = new VerifierState();
        state.branches = 1;
        state.sleepable = verification.subject.sleepable();
        state.frame(0, new FrameState(FrameState.NO_CALLSITE, 0, number));
        state.firstInstruction = subprogram.start;
        state.lastInstruction = -1;
        verification.state = state;
        verification.instruction = subprogram.start;
        verification.lines.forget();
        verification.scratches.all();
        if (number != 0 || verification.subject.entry() == Subject.Entry.FUNCTION) {
            enterFunction(subprogram);
        } else {
            enterProgram(subprogram);
        }
    }

    private void enterProgram(SubprogramFacts subprogram) {
        if (!verification.subject.functions().isEmpty()) {
            boolean readable = declarations.read(0) == null;
            List<ArgumentDeclaration> arguments = subprogram.arguments;
            subprogram.isUnreliable |= !readable
                    || arguments == null
                    || arguments.size() != 1
                    || arguments.getFirst().kind() != ArgumentDeclaration.Kind.CTX;
        }
        verification.register(1, RegisterState.pointer(RegisterType.CTX, null));
    }

    private void enterFunction(SubprogramFacts subprogram) {
        verification.log.line("Validating " + subprogram.name + "() func#" + subprogram.number + "...");
        Errno error = declarations.read(subprogram.number);
        if (error != null) {
            throw new Rejection(error);
        }
        List<ArgumentDeclaration> arguments = subprogram.arguments == null ? List.of() : subprogram.arguments;
        if (subprogram.isExceptionCallback) {
            verification.frame().inExceptionCallback = true;
            if (arguments.size() != 1 || arguments.getFirst().kind() != ArgumentDeclaration.Kind.ANYTHING) {
                throw verification.reject(Errno.EINVAL, "exception cb only supports single integer argument");
            }
        }
        for (int index = 0; index < arguments.size(); index++) {
            verification.register(index + 1, register(arguments.get(index)));
        }
    }

    private RegisterState register(ArgumentDeclaration declared) {
        RegisterState pointer = switch (declared.kind()) {
            case ANYTHING, ARENA -> verification.unknown(RegisterState.NOT_INIT);
            case CTX -> RegisterState.pointer(RegisterType.CTX, null);
            case DYNPTR -> Dynptrs.register(DynptrType.LOCAL, 1, verification.newId());
            case MEM ->
                RegisterState.pointer(RegisterType.MEM.with(declared.flags()), null)
                        .withFirst(declared.size());
            case BTF_ID ->
                RegisterState.pointer(RegisterType.BTF_ID.with(declared.flags()), declared.target())
                        .withId(verification.newId());
        };
        boolean needsId =
                declared.kind() == ArgumentDeclaration.Kind.MEM && (declared.flags() & RegisterType.MAYBE_NULL) != 0;
        return needsId ? pointer.withId(verification.newId()) : pointer;
    }
}
