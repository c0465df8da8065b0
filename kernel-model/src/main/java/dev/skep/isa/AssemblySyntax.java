package dev.skep.isa;

import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.CallRegister;
import dev.skep.isa.Instruction.CallSubprogram;
import dev.skep.isa.Instruction.CastAddressSpace;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.Jump;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadAcquire;
import dev.skep.isa.Instruction.LoadImmediate;
import dev.skep.isa.Instruction.LoadPacket;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.Instruction.LoadSignExtended;
import dev.skep.isa.Instruction.LongJump;
import dev.skep.isa.Instruction.MayGoto;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.MoveSignExtended;
import dev.skep.isa.Instruction.Negate;
import dev.skep.isa.Instruction.Store;
import dev.skep.isa.Instruction.StoreRelease;
import dev.skep.isa.Instruction.SwapBytes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms of a line of the kernel's log, each as a pattern and what it means; the counterpart of
 * {@link Disassembler}.
 */
final class AssemblySyntax {
    /** What a pattern's groups say. */
    private record Groups(Matcher matcher) {
        String text(String group) {
            return matcher.group(group);
        }

        int number(String group) {
            return constant(text(group));
        }

        Register register(String group) {
            return AssemblySyntax.register(text(group));
        }

        Width width() {
            return text("d").charAt(0) == 'w' ? Width.W32 : Width.W64;
        }

        Operand operand(String group) {
            String text = text(group);
            return text.matches("[rw]\\d+") ? AssemblySyntax.register(text) : new Immediate(constant(text));
        }

        MemorySize size() {
            int bits = Integer.parseInt(text("size"));
            return one(MemorySize.values(), size -> size.bits() == bits);
        }

        /** Both registers of an operation are of one width. */
        boolean consistent(String group) {
            String text = text(group);
            return !text.matches("[rw].*") || text.charAt(0) == text("d").charAt(0);
        }
    }

    @FunctionalInterface
    private interface Meaning {
        @Nullable
        Instruction of(Groups groups);
    }

    private record Form(Pattern pattern, Meaning meaning) {}

    private static final String NUMBER = "-?\\d+|-?0x[0-9a-f]+";
    private static final String REGISTER = "r\\d{1,2}";
    private static final String EITHER = "[rw]\\d{1,2}";
    private static final String MEMORY =
            "\\(u(?<size>8|16|32|64) \\*\\)\\((?<base>" + REGISTER + ") (?<off>[+-]\\d+)\\)";

    private static final List<Form> FORMS = List.of(
            form("exit", g -> new Exit()),
            form(
                    "(?<d>r\\d+) = (?<n>0x[0-9a-f]{1,16})",
                    g -> new LoadImmediate(
                            g.register("d"), Long.parseUnsignedLong(g.text("n").substring(2), 16))),
            form(
                    "(?<d>EITHER) = (?<s>EITHER|NUMBER)",
                    g -> g.consistent("s") ? new Move(g.width(), g.register("d"), g.operand("s")) : null),
            form(
                    "(?<d>EITHER) = -(?<s>EITHER)",
                    g -> g.text("d").equals(g.text("s")) ? new Negate(g.width(), g.register("d")) : null),
            form(
                    "(?<d>EITHER) = \\(s(?<bits>8|16|32)\\)(?<s>EITHER)",
                    g -> g.consistent("s")
                            ? new MoveSignExtended(g.width(), g.number("bits"), g.register("d"), g.register("s"))
                            : null),
            form("(?<d>REGISTER) = (?<kind>le|be|bswap)(?<bits>16|32|64) (?<s>REGISTER)", AssemblySyntax::swap),
            form(
                    "(?<d>REGISTER) = addr_space_cast\\((?<s>REGISTER), (?<to>\\d+), (?<from>\\d+)\\)",
                    g -> new CastAddressSpace(
                            g.register("d"), g.register("s"), g.number("to") << 16 | g.number("from"))),
            form("(?<d>EITHER) (?<op>\\S+=) (?<s>EITHER|NUMBER)", AssemblySyntax::arithmetic),
            form(
                    "(?<d>REGISTER) = \\*MEMORY",
                    g -> new Load(g.size(), g.register("d"), g.register("base"), g.number("off"))),
            form(
                    "(?<d>REGISTER) = \\*\\(s(?<size>8|16|32) \\*\\)\\((?<base>REGISTER) (?<off>[+-]\\d+)\\)",
                    g -> new LoadSignExtended(g.size(), g.register("d"), g.register("base"), g.number("off"))),
            form(
                    "\\*MEMORY = (?<s>REGISTER|NUMBER)",
                    g -> new Store(g.size(), g.register("base"), g.number("off"), g.operand("s"))),
            form(
                    "lock \\*MEMORY (?<op>\\S+=) (?<s>REGISTER)",
                    g -> atomic(g, operator -> operator.symbol().equals(g.text("op")))),
            form(
                    "(?<d>REGISTER) = atomic(?<w>64)?_(?<op>\\w+)\\(MEMORY, (?<r0>r0, )?(?<s>REGISTER)\\)",
                    AssemblySyntax::fetchingAtomic),
            form(
                    "(?<d>REGISTER) = load_acquire\\(MEMORY\\)",
                    g -> new LoadAcquire(g.size(), g.register("d"), g.register("base"), g.number("off"))),
            form(
                    "store_release\\(MEMORY, (?<s>REGISTER)\\)",
                    g -> new StoreRelease(g.size(), g.register("base"), g.number("off"), g.register("s"))),
            form(
                    "r0 = \\*\\(u(?<size>8|16|32) \\*\\)skb\\[(?<n>NUMBER)\\]",
                    g -> new LoadPacket(PacketAddressing.ABSOLUTE, g.size(), Register.R0, g.number("n"))),
            form(
                    "r0 = \\*\\(u(?<size>8|16|32) \\*\\)skb\\[(?<s>REGISTER) \\+ (?<n>NUMBER)\\]",
                    g -> new LoadPacket(PacketAddressing.INDIRECT, g.size(), g.register("s"), g.number("n"))),
            form("goto pc(?<off>[+-]\\d+)", g -> new Jump(g.number("off"))),
            form("gotol pc(?<off>[+-]\\d+)", g -> new LongJump(g.number("off"))),
            form("may_goto pc(?<off>[+-]\\d+)", g -> new MayGoto(g.number("off"))),
            form("if (?<d>EITHER) (?<op>\\S+) (?<s>EITHER|NUMBER) goto pc(?<off>[+-]\\d+)", AssemblySyntax::branch),
            form("call pc(?<off>[+-]\\d+)", g -> new CallSubprogram(g.number("off"))),
            form("call kernel-function#(?<n>-?\\d+)", g -> new CallKfunc(g.number("n"), 0)),
            form("call (?:\\w*#)?(?<n>-?\\d+)", g -> new CallHelper(g.number("n"))),
            form("callx (?<d>REGISTER)", g -> new CallRegister(g.register("d"))),
            form(
                    "(?<d>REGISTER) = map\\[(?<how>fd|idx):(?<n>-?\\d+)\\](?:\\[0\\]\\+(?<next>\\d+))?",
                    AssemblySyntax::map),
            form(
                    "(?<d>REGISTER) = btf\\[(?<next>-?\\d+):(?<n>-?\\d+)\\]",
                    g -> new LoadPseudo(g.register("d"), PseudoSource.BTF_ID, g.number("n"), g.number("next"))),
            form(
                    "(?<d>REGISTER) = subprog\\[(?<n>[+-]\\d+)\\]",
                    g -> new LoadPseudo(g.register("d"), PseudoSource.FUNC, g.number("n"), 0)));

    private static final Pattern WIDE = Pattern.compile("r\\d+ = (?:0x|map\\[|btf\\[|subprog\\[).*");

    private AssemblySyntax() {}

    private static Form form(String pattern, Meaning meaning) {
        String expanded = pattern.replace("MEMORY", MEMORY)
                .replace("EITHER", EITHER)
                .replace("REGISTER", REGISTER)
                .replace("NUMBER", NUMBER);
        return new Form(Pattern.compile(expanded), meaning);
    }

    /** Whether the line takes two slots. */
    static boolean isWide(String line) {
        return WIDE.matcher(line).matches();
    }

    /** The instruction that the line says, or null when it says none. */
    static @Nullable Instruction read(String line) {
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(line);
            if (matcher.matches()) {
                try {
                    Instruction instruction = form.meaning().of(new Groups(matcher));
                    if (instruction != null) {
                        return instruction;
                    }
                } catch (NumberFormatException _) {
                    return null;
                }
            }
        }
        return null;
    }

    private static @Nullable Instruction swap(Groups g) {
        ByteSwap kind = one(ByteSwap.values(), swap -> swap.symbol().equals(g.text("kind")));
        return g.text("d").equals(g.text("s")) ? new SwapBytes(kind, g.number("bits"), g.register("d")) : null;
    }

    private static @Nullable Instruction arithmetic(Groups g) {
        for (AluOperator operator : AluOperator.values()) {
            if (operator.symbol().equals(g.text("op")) && g.consistent("s")) {
                return new Alu(g.width(), operator, g.register("d"), g.operand("s"));
            }
        }
        return null;
    }

    private static @Nullable Instruction branch(Groups g) {
        for (Condition condition : Condition.values()) {
            if (condition.symbol().equals(g.text("op")) && g.consistent("s")) {
                return new Branch(g.width(), condition, g.register("d"), g.operand("s"), g.number("off"));
            }
        }
        return null;
    }

    private static @Nullable Instruction atomic(Groups g, Predicate<AtomicOperator> named) {
        for (AtomicOperator operator : AtomicOperator.values()) {
            if (named.test(operator)) {
                return new Atomic(operator, g.size(), g.register("base"), g.number("off"), g.register("s"));
            }
        }
        return null;
    }

    /** The text says the size and the destination twice; both must agree. */
    private static @Nullable Instruction fetchingAtomic(Groups g) {
        boolean compares = g.text("op").equals(AtomicOperator.CMPXCHG.functionName());
        boolean agrees = (g.text("w") != null) == (g.size() == MemorySize.U64)
                && (g.text("r0") != null) == compares
                && g.text("d").equals(compares ? "r0" : g.text("s"));
        return agrees ? atomic(g, operator -> operator.functionName().equals(g.text("op"))) : null;
    }

    private static Instruction map(Groups g) {
        boolean byIndex = g.text("how").equals("idx");
        Register dst = g.register("d");
        String next = g.text("next");
        if (next == null) {
            return new LoadPseudo(dst, byIndex ? PseudoSource.MAP_IDX : PseudoSource.MAP_FD, g.number("n"), 0);
        }
        PseudoSource kind = byIndex ? PseudoSource.MAP_IDX_VALUE : PseudoSource.MAP_VALUE;
        return new LoadPseudo(dst, kind, g.number("n"), Integer.parseUnsignedInt(next));
    }

    private static Register register(String name) {
        int number = Integer.parseInt(name.substring(1));
        if (number > Register.R15.number()) {
            throw new NumberFormatException(name);
        }
        return Register.of(number);
    }

    /** Decimal and signed, or hexadecimal with up to 32 bits. */
    private static int constant(String text) {
        if (text.startsWith("-0x")) {
            return Integer.parseInt("-" + text.substring(3), 16);
        }
        return text.startsWith("0x") ? Integer.parseUnsignedInt(text.substring(2), 16) : Integer.parseInt(text);
    }

    private static <T> T one(T[] values, Predicate<T> wanted) {
        return Arrays.stream(values).filter(wanted).findFirst().orElseThrow();
    }
}
