package dev.skep.session;

import dev.skep.btf.Btf;
import dev.skep.isa.Bytecode;
import dev.skep.isa.classic.ClassicFilter;
import dev.skep.isa.classic.ClassicInstruction;
import dev.skep.isa.classic.InvalidClassicFilterException;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A raw program with what it needs, and what it is to be run on: one line of a case file.
 *
 * @param id of the case, as it stood in the file
 * @param type of the program
 * @param attachType by its number
 * @param flags {@code prog_flags}
 * @param license of the program
 * @param code its instructions; a classic filter is translated already
 * @param maps blueprints and what fills them, by the index that instructions use
 * @param btf types of the program
 * @param functions which function begins where
 * @param lines where instructions come from
 * @param kfuncs names of kernel functions that calls mean
 * @param dataIn the packet, if the case has one
 * @param contextIn the context, if the case has one
 * @param memory what r1 points to when the program is run without an event; r2 is its size
 * @param run whether the program is to be run even without a packet
 * @param attachTarget the kernel's function, tracepoint or hook that the program attaches to
 * @param wishes what is asked for beside verdict and result
 */
public record CaseSpec(
        Object id,
        ProgramType type,
        AttachType attachType,
        int flags,
        String license,
        Bytecode code,
        List<CaseMap> maps,
        Btf btf,
        List<FunctionRecord> functions,
        List<LineRecord> lines,
        List<CaseKfunc> kfuncs,
        byte @Nullable [] dataIn,
        byte @Nullable [] contextIn,
        byte @Nullable [] memory,
        Run run,
        String attachTarget,
        Wishes wishes) {

    /**
     * What is asked for beside verdict and result.
     *
     * @param repeat how often the program runs on its packet
     * @param logLevel {@code log_level}: 1, 2, or 4 for statistics only
     */
    public record Wishes(int repeat, int logLevel, Set<Output> outputs) {
        public Wishes {
            outputs = Set.copyOf(outputs);
        }
    }

    /** What a case may ask to see. */
    public enum Output {
        /** The whole log. */
        LOG,
        /** What is in the maps after the run. */
        MAPS,
        /** The program as the kernel rewrote it. */
        XLATED
    }

    /** Whether a case runs. */
    public enum Run {
        ASKED_FOR,
        ONLY_ON_INPUT
    }

    /**
     * A map of a case.
     *
     * @param init what is put into it: pairs of key and value
     * @param frozen whether user space then gives up writing it
     */
    public record CaseMap(MapSpec spec, List<CaseElement> init, Frozen frozen) {}

    /** Whether a map is frozen before the program is loaded. */
    public enum Frozen {
        YES,
        NO
    }

    /** An element that a map has from the start: a value, or a program of its own. */
    public sealed interface CaseElement {
        byte[] key();

        /** Bytes. */
        record Value(byte[] key, byte[] value) implements CaseElement {}

        /** A program, loaded for the slot. */
        record Program(byte[] key, ProgramType type, Bytecode code) implements CaseElement {}
    }

    /** A call of a kernel function by name: the instruction at this slot gets its number. */
    public record CaseKfunc(int slot, String name) {}

    /**
     * Reads a line of a case file.
     *
     * @param where file and line, for messages
     * @throws MalformedCaseException when it is no JSON object, or a member is not what it should be
     */
    public static CaseSpec parse(String where, String line) {
        JsonTree json = JsonTree.parse(where, line);
        boolean classic = json.members().get("prog_type") instanceof String name && name.equals("classic");
        ProgramType type =
                classic ? ProgramType.SOCKET_FILTER : programType(json, "prog_type", ProgramType.SOCKET_FILTER);
        byte[] types = json.hex("btf");
        Btf btf = types.length == 0 ? Btf.empty() : Btf.read(types);
        return new CaseSpec(
                id(json),
                type,
                attachType(json),
                json.unsigned32("prog_flags", 0),
                json.text("license", "GPL"),
                classic ? classic(json) : code(json, "insns"),
                json.objects("maps").stream().map(CaseSpec::map).toList(),
                btf,
                functions(json),
                lines(json, btf),
                kfuncs(json),
                optional(json, "data_in"),
                optional(json, "ctx_in"),
                optional(json, "mem"),
                json.number("run", 0) != 0 ? Run.ASKED_FOR : Run.ONLY_ON_INPUT,
                json.text("attach_btf_name", ""),
                wishes(json));
    }

    private static Wishes wishes(JsonTree json) {
        Set<Output> outputs = EnumSet.noneOf(Output.class);
        for (Output output : Output.values()) {
            String member = output == Output.MAPS ? "dump_maps" : output.name().toLowerCase(Locale.ROOT);
            if (json.number(member, 0) != 0) {
                outputs.add(output);
            }
        }
        int repeat = json.unsigned32("repeat", 1);
        if (repeat < 1) {
            throw json.expected("repeat", "a number from 1 to 2147483647");
        }
        int logLevel = json.unsigned32("log_level", 4);
        if (logLevel < 0 || logLevel > 7) {
            throw json.expected("log_level", "a number from 0 to 7");
        }
        return new Wishes(repeat, logLevel, outputs);
    }

    private static Object id(JsonTree json) {
        Object id = json.members().get("id");
        return id != null ? id : json.text("name", "");
    }

    private static ProgramType programType(JsonTree json, String name, ProgramType otherwise) {
        Object value = json.members().get(name);
        if (value == null) {
            return otherwise;
        }
        ProgramType type =
                value instanceof Long number ? ProgramType.of((int) (long) number) : byName(value.toString());
        if (type == null) {
            throw json.expected(name, "a number of enum bpf_prog_type, or a name like xdp");
        }
        return type;
    }

    private static @Nullable ProgramType byName(String name) {
        for (ProgramType type : ProgramType.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return type;
            }
        }
        return null;
    }

    private static AttachType attachType(JsonTree json) {
        long number = json.number("attach", 0);
        if (number == 0) {
            return AttachType.NONE;
        }
        for (AttachType type : AttachType.values()) {
            if (type.number() == number) {
                return type;
            }
        }
        throw json.expected("attach", "a number of enum bpf_attach_type");
    }

    private static Bytecode code(JsonTree json, String name) {
        byte[] bytes = json.hex(name);
        if (bytes.length % 8 != 0) {
            throw json.expected(name, "instructions of eight bytes each");
        }
        return Bytecode.of(bytes);
    }

    private static Bytecode classic(JsonTree json) {
        byte[] bytes = json.hex("insns");
        if (bytes.length % 8 != 0) {
            throw json.expected("insns", "instructions of eight bytes each");
        }
        try {
            return ClassicFilter.translate(ClassicInstruction.read(bytes));
        } catch (InvalidClassicFilterException e) {
            throw new MalformedCaseException(json.where(), String.valueOf(e.getMessage()));
        }
    }

    private static CaseMap map(JsonTree json) {
        List<CaseElement> init = new ArrayList<>();
        for (Object element : json.list("init")) {
            init.add(element(json, element));
        }
        Frozen frozen = json.number("frozen", 0) != 0 ? Frozen.YES : Frozen.NO;
        return new CaseMap(mapSpec(json), List.copyOf(init), frozen);
    }

    private static MapSpec mapSpec(JsonTree json) {
        MapType type = MapType.of(json.unsigned32("type", 1));
        if (type == null) {
            throw json.expected("type", "the number of a map type that this kernel has");
        }
        MapSpec spec = MapSpec.of(
                        json.text("name", ""),
                        type,
                        json.unsigned32("key", 4),
                        json.unsigned32("value", 4),
                        json.unsigned32("max", 1))
                .withFlags(json.unsigned32("flags", 0))
                .withExtra(json.number("map_extra", 0));
        byte[] btf = json.hex("btf");
        if (btf.length != 0) {
            spec = spec.withTypes(Btf.read(btf), json.unsigned32("btf_key", 0), json.unsigned32("btf_val", 0));
        }
        return json.has("inner") ? spec.withInner(mapSpec(json.object("inner"))) : spec;
    }

    /** {@code [key, value]}, or {@code [key, "prog", type, instructions]}. */
    private static CaseElement element(JsonTree json, Object element) {
        if (element instanceof List<?> parts && parts.size() >= 2 && parts.get(0) instanceof String key) {
            HexFormat hex = HexFormat.of();
            try {
                if (parts.size() == 4 && parts.get(2) instanceof Long type && parts.get(3) instanceof String code) {
                    ProgramType programType = ProgramType.of((int) (long) type);
                    if (programType != null) {
                        return new CaseElement.Program(hex.parseHex(key), programType, Bytecode.of(hex.parseHex(code)));
                    }
                } else if (parts.get(1) instanceof String value) {
                    return new CaseElement.Value(hex.parseHex(key), hex.parseHex(value));
                }
            } catch (IllegalArgumentException e) {
                throw json.expected("init", "hex digits in pairs of key and value");
            }
        }
        throw json.expected("init", "a list of [key, value] or [key, \"prog\", type, instructions]");
    }

    private static List<FunctionRecord> functions(JsonTree json) {
        return records(json, "func_info", 8).stream()
                .map(fields -> new FunctionRecord(fields.getInt(0), fields.getInt(4)))
                .toList();
    }

    /** Records of instruction, file name, line's text, and line and column in one number. */
    private static List<LineRecord> lines(JsonTree json, Btf btf) {
        return records(json, "line_info", 16).stream()
                .map(fields -> new LineRecord(
                        fields.getInt(0),
                        string(btf, fields.getInt(4)),
                        string(btf, fields.getInt(8)),
                        fields.getInt(12) >>> 10,
                        fields.getInt(12) & 0x3ff))
                .toList();
    }

    private static String string(Btf btf, int offset) {
        return btf.hasString(offset) ? btf.string(offset) : LineRecord.NO_STRING;
    }

    /** Cuts a member into records of as many bytes as its {@code _rec_size} says. */
    private static List<ByteBuffer> records(JsonTree json, String name, int leastSize) {
        byte[] bytes = json.hex(name);
        int size = json.unsigned32(name + "_rec_size", leastSize);
        if (size < leastSize || size > 4096 || bytes.length % size != 0) {
            throw json.expected(name, "records of " + size + " bytes each, at least " + leastSize);
        }
        List<ByteBuffer> records = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += size) {
            records.add(ByteBuffer.wrap(bytes, at, size).slice().order(ByteOrder.LITTLE_ENDIAN));
        }
        return records;
    }

    private static List<CaseKfunc> kfuncs(JsonTree json) {
        List<CaseKfunc> kfuncs = new ArrayList<>();
        for (Object element : json.list("kfuncs")) {
            if (!(element instanceof List<?> pair
                    && pair.size() == 2
                    && pair.get(0) instanceof Long slot
                    && pair.get(1) instanceof String name)) {
                throw json.expected("kfuncs", "a list of [instruction, name]");
            }
            kfuncs.add(new CaseKfunc((int) (long) slot, name));
        }
        return kfuncs;
    }

    private static byte @Nullable [] optional(JsonTree json, String name) {
        return json.has(name) ? json.hex(name) : null;
    }
}
