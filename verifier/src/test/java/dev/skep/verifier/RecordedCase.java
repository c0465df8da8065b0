package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.log.LogLevel;
import dev.skep.verifier.state.MapView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program with what the kernel answered: a line of JSON. */
record RecordedCase(Map<String, Object> json) {
    /** What the kernel puts before the name of a tracepoint, an iterator or a hook in its types. */
    private static final Pattern TARGET_PREFIX = Pattern.compile("^(btf_trace_|bpf_iter_|bpf_lsm_)");

    private static final int COLUMN_BITS = 10;

    static List<RecordedCase> read(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> new RecordedCase(TestJson.object(line)))
                .toList();
    }

    String text(String key) {
        Object value = json.get(key);
        return value == null ? "" : value.toString();
    }

    int number(String key) {
        return json.get(key) instanceof Number number ? number.intValue() : 0;
    }

    /** Bytes in hexadecimal digits, or {@code @} and the file that holds them: one of the fixtures, or a path. */
    private static byte[] bytes(Object text) {
        String digits = text.toString();
        if (!digits.startsWith("@")) {
            return HexFormat.of().parseHex(digits);
        }
        String file = digits.substring(1);
        try (InputStream fixture = RecordedCase.class.getResourceAsStream("/fixtures/verdicts/" + file)) {
            return fixture == null ? Files.readAllBytes(Path.of(file)) : fixture.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private ByteBuffer records(String key) {
        return ByteBuffer.wrap(bytes(text(key))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private List<FunctionRecord> functions() {
        List<FunctionRecord> functions = new ArrayList<>();
        ByteBuffer records = records("func_info");
        while (records.hasRemaining()) {
            functions.add(new FunctionRecord(records.getInt(), records.getInt()));
        }
        return functions;
    }

    private List<LineRecord> lines(Btf btf) {
        List<LineRecord> lines = new ArrayList<>();
        ByteBuffer records = records("line_info");
        while (records.hasRemaining()) {
            int slot = records.getInt();
            String file = string(btf, records.getInt());
            String line = string(btf, records.getInt());
            int place = records.getInt();
            lines.add(new LineRecord(slot, file, line, place >>> COLUMN_BITS, place & (1 << COLUMN_BITS) - 1));
        }
        return lines;
    }

    private static String string(Btf btf, int offset) {
        return btf.hasString(offset) ? btf.string(offset) : LineRecord.NO_STRING;
    }

    Verdict verify(LogLevel level) {
        return verify(VerifierOptions.usual().withLevel(level).withCpus(4));
    }

    Verdict verify(VerifierOptions options) {
        AttachType attachType = AttachType.of(number("attach"));
        Btf btf = text("btf").isEmpty() ? Btf.empty() : Btf.read(bytes(text("btf")));
        ProgramImage image = new ProgramImage(
                "test",
                "",
                Objects.requireNonNull(ProgramType.of(number("prog_type"))),
                attachType == null ? AttachType.NONE : attachType,
                code(options.kernelTypes()),
                List.of(),
                btf,
                functions(),
                lines(btf),
                text("license"),
                number("prog_flags"),
                target(options.kernelTypes()));
        return Verifier.verify(image, maps(), options);
    }

    /** The instructions, with the ids that functions of the kernel have where their calls only have names. */
    private Bytecode code(@Nullable KernelTypes kernelTypes) {
        ByteBuffer code = records("insns");
        if (json.get("kfuncs") instanceof List<?> calls) {
            KernelTypes types = kernelTypes == null ? KernelTypes.reference() : kernelTypes;
            for (Object call : calls) {
                if (call instanceof List<?> pair && pair.getFirst() instanceof Number slot) {
                    String name = String.valueOf(pair.getLast());
                    int id = types.btf().find(name, BtfKind.FUNC).orElseThrow();
                    code.putInt(slot.intValue() * Long.BYTES + Integer.BYTES, id);
                }
            }
        }
        return Bytecode.of(code.array());
    }

    /** What the program attaches to, by its name or the id of its type. */
    private String target(@Nullable KernelTypes kernelTypes) {
        if (!text("attach_btf_name").isEmpty()) {
            return text("attach_btf_name");
        }
        int id = number("attach_btf_id");
        if (id == 0 || kernelTypes == null) {
            return "";
        }
        if (kernelTypes.btf().type(id) instanceof BtfType.Struct struct) {
            int member = number("attach");
            return struct.name() + "/" + struct.members().get(member).name();
        }
        return TARGET_PREFIX.matcher(kernelTypes.btf().name(id)).replaceFirst("");
    }

    private List<MapView> maps() {
        Kernel kernel = new Kernel(KernelConfig.reference());
        List<MapView> views = new ArrayList<>();
        if (json.get("maps") instanceof List<?> maps) {
            for (Object map : maps) {
                views.add(view(kernel, map));
            }
        }
        return views;
    }

    private static MapView view(Kernel kernel, Object json) {
        MapSpec spec = spec(json);
        BpfMap map;
        try {
            map = kernel.maps().create(spec);
        } catch (KernelException notBuilt) {
            return MapViews.of(spec, 0xffff_8880_0000_0000L);
        }
        if (json instanceof Map<?, ?> members) {
            fill(map, members);
        }
        return MapViews.of(List.of(map)).getFirst();
    }

    private static void fill(BpfMap map, Map<?, ?> json) {
        boolean isFrozen = number(json, "frozen") != 0;
        if (isFrozen && map.type() == MapType.ARRAY && json.get("init") instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof List<?> pair && pair.size() == 2) {
                    map.syscall().update(bytes(pair.getFirst()), bytes(pair.getLast()), 0);
                }
            }
        }
        if (isFrozen) {
            map.syscall().freeze();
        }
    }

    private static MapSpec spec(Object json) {
        if (!(json instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("no map: " + json);
        }
        MapSpec spec = MapSpec.of(
                        map.containsKey("name") ? String.valueOf(map.get("name")) : "",
                        Objects.requireNonNull(MapType.of(number(map, "type"))),
                        number(map, "key"),
                        number(map, "value"),
                        number(map, "max"))
                .withFlags(number(map, "flags"))
                .withExtra(map.get("map_extra") instanceof Number extra ? extra.longValue() : 0);
        Object inner = map.get("inner");
        if (inner != null) {
            spec = spec.withInner(spec(inner));
        }
        Object btf = map.get("btf");
        return btf == null
                ? spec
                : spec.withTypes(Btf.read(bytes(btf)), number(map, "btf_key"), number(map, "btf_val"));
    }

    private static int number(Map<?, ?> map, String key) {
        return map.get(key) instanceof Number number ? number.intValue() : 0;
    }
}
