package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Struct;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.structure.StructureLog;
import dev.skep.verifier.structure.Subprogram;
import dev.skep.verifier.structure.SubprogramTrait;
import org.jspecify.annotations.Nullable;

/**
 * A function of an accepted program that an extension is to replace, and whether it may: what
 * {@code bpf_check_attach_target()} and {@code btf_check_type_match()} ask of an extension.
 *
 * @param subprogram the function as it was found in the program, null when the program has no such function
 * @param isUnreliable what the function says about its arguments is not what it is given, so that nothing may replace
 *     it
 */
record ExtensionTarget(
        ProgramImage program, String function, @Nullable Subprogram subprogram, boolean isUnreliable) {

    /** @throws dev.skep.verifier.structure.StructureRejection when the extension may not replace the function */
    void check(ProgramImage extension, Subprogram entry, StructureLog log) {
        if (subprogram == null) {
            throw log.rejected(Errno.EINVAL, "Subprog " + function + " doesn't exist\n");
        }
        refuse(
                subprogram.has(SubprogramTrait.EXCEPTION_CALLBACK),
                "Extension programs cannot attach to exception callback\n",
                log);
        refuse(isUnreliable, "Cannot replace static functions\n", log);
        refuse(
                entry.has(SubprogramTrait.CHANGES_PACKET) && !subprogram.has(SubprogramTrait.CHANGES_PACKET),
                "Extension program changes packet data, while original does not\n",
                log);
        boolean mightSleep = extension.has(ProgramImage.F_SLEEPABLE) || entry.has(SubprogramTrait.MIGHT_SLEEP);
        refuse(
                mightSleep && !program.has(ProgramImage.F_SLEEPABLE) && !subprogram.has(SubprogramTrait.MIGHT_SLEEP),
                "Extension program may sleep, while original does not\n",
                log);
        refuse(program.type() == ProgramType.EXT, "Cannot recursively attach\n", log);
        boolean isTrampoline =
                program.attachType() == AttachType.TRACE_FENTRY || program.attachType() == AttachType.TRACE_FEXIT;
        refuse(program.type() == ProgramType.TRACING && isTrampoline, "Cannot extend fentry/fexit\n", log);
        checkTypes(extension, log);
    }

    private static void refuse(boolean refused, String why, StructureLog log) {
        if (refused) {
            throw log.rejected(Errno.EINVAL, why);
        }
    }

    private void checkTypes(ProgramImage extension, StructureLog log) {
        Btf own = extension.btf();
        Btf there = program.btf();
        Func replacement = declaration(extension, 0);
        Func original = subprogram == null ? null : declaration(program, subprogram.number());
        if (replacement == null
                || original == null
                || !(own.type(replacement.proto()) instanceof FuncProto mine)
                || !(there.type(original.proto()) instanceof FuncProto theirs)) {
            throw log.rejected(Errno.EINVAL, "");
        }
        for (Func declared : new Func[] {replacement, original}) {
            refuse(declared.linkage() != Linkage.GLOBAL, declared.name() + "() is not a global function\n", log);
        }
        String first = replacement.name() + "()";
        String second = original.name() + "()";
        int count = mine.params().size();
        refuse(
                count != theirs.params().size(),
                first + " has " + count + " args while " + second + " has "
                        + theirs.params().size() + " args\n",
                log);
        BtfType result = bare(own, mine.returnType());
        BtfType otherResult = bare(there, theirs.returnType());
        refuse(
                result.kind() != otherResult.kind(),
                "Return type " + result.kind().label() + " of " + first + " doesn't match type "
                        + otherResult.kind().label() + " of " + second + "\n",
                log);
        for (int index = 0; index < count; index++) {
            BtfType argument = bare(own, mine.params().get(index).type());
            BtfType other = bare(there, theirs.params().get(index).type());
            refuse(
                    argument.kind() != other.kind(),
                    "arg" + index + " in " + first + " is " + argument.kind().label() + " while " + second + " has "
                            + other.kind().label() + "\n",
                    log);
            refuse(
                    sizeBytes(argument) != sizeBytes(other),
                    "arg" + index + " in " + first + " has size " + sizeBytes(argument) + " while " + second + " has "
                            + sizeBytes(other) + "\n",
                    log);
            if (sizeBytes(argument) == 0) {
                checkPointer(index, own, argument, first, there, other, second, log);
            }
        }
    }

    private static void checkPointer(
            int index,
            Btf own,
            BtfType mine,
            String first,
            Btf there,
            BtfType theirs,
            String second,
            StructureLog log) {
        String arg = "arg" + index + " in ";
        if (!(mine instanceof Ptr pointer) || !(theirs instanceof Ptr otherPointer)) {
            throw log.rejected(Errno.EINVAL, arg + first + " has unrecognized type\n");
        }
        BtfType target = bare(own, pointer.target());
        BtfType otherTarget = bare(there, otherPointer.target());
        refuse(!(target instanceof Struct), arg + first + " is not a pointer to context\n", log);
        refuse(!(otherTarget instanceof Struct), arg + second + " is not a pointer to context\n", log);
        refuse(
                !target.name().equals(otherTarget.name()),
                "arg" + index + " " + first.substring(0, first.length() - 2) + "(struct " + target.name()
                        + " *) doesn't match " + second.substring(0, second.length() - 2) + "(struct "
                        + otherTarget.name() + " *)\n",
                log);
    }

    private static BtfType bare(Btf btf, int type) {
        return btf.type(btf.resolve(type));
    }

    /** Of a number; 0 of anything else. */
    private static int sizeBytes(BtfType type) {
        return switch (type) {
            case BtfType.Int number -> number.sizeBytes();
            case BtfType.Enumeration enumeration -> enumeration.sizeBytes();
            case BtfType _ -> 0;
        };
    }

    static @Nullable Func declaration(ProgramImage program, int number) {
        return number < program.functions().size()
                        && program.btf().type(program.functions().get(number).typeId()) instanceof Func function
                ? function
                : null;
    }
}
