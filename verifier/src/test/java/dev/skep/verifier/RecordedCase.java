package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.log.LogLevel;
import dev.skep.verifier.state.MapView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A program with what the kernel answered: a line of JSON. */
record RecordedCase(Map<String, Object> json) {
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

    private static byte[] bytes(Object hex) {
        return HexFormat.of().parseHex(hex.toString());
    }

    Verdict verify(LogLevel level) {
        List<FunctionRecord> functions = new ArrayList<>();
        ByteBuffer records = ByteBuffer.wrap(bytes(text("func_info"))).order(ByteOrder.LITTLE_ENDIAN);
        while (records.hasRemaining()) {
            functions.add(new FunctionRecord(records.getInt(), records.getInt()));
        }
        AttachType attachType = AttachType.of(number("attach"));
        ProgramImage image = new ProgramImage(
                "test",
                "",
                Objects.requireNonNull(ProgramType.of(number("prog_type"))),
                attachType == null ? AttachType.NONE : attachType,
                Bytecode.of(bytes(text("insns"))),
                List.of(),
                text("btf").isEmpty() ? Btf.empty() : Btf.read(bytes(text("btf"))),
                functions,
                List.of(),
                text("license"),
                number("prog_flags"),
                "");
        return Verifier.verify(
                image, maps(), VerifierOptions.usual().withLevel(level).withCpus(4));
    }

    private List<MapView> maps() {
        Kernel kernel = new Kernel(KernelConfig.reference());
        List<MapView> views = new ArrayList<>();
        if (json.get("maps") instanceof List<?> maps) {
            for (Object map : maps) {
                views.add(view(kernel, spec(map)));
            }
        }
        return views;
    }

    private static MapView view(Kernel kernel, MapSpec spec) {
        try {
            return MapViews.of(List.of(kernel.maps().create(spec))).getFirst();
        } catch (KernelException notBuilt) {
            return MapViews.of(spec, 0xffff_8880_0000_0000L);
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
                .withFlags(number(map, "flags"));
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
