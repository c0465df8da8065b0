package dev.skep.casefile;

import dev.skep.btf.Btf;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramType;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.packet.layer.MalformedPacketTextException;
import dev.skep.packet.layer.Octets;
import dev.skep.packet.layer.Packet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object whose programs say themselves what is expected of them, in declaration tags. */
final class TaggedObject {
    /** What the kernel's selftests run programs on when nobody says a packet. */
    private static final int DATA_BYTES = 64;
    /** What the selftests write where a program returns a pointer, which may be any. */
    private static final String ANY_VALUE = "POINTER_VALUE";

    /** A flag that changes nothing on a machine that takes unaligned accesses. */
    private static final Set<String> HARMLESS_FLAGS = Set.of("BPF_F_ANY_ALIGNMENT", "0");

    private static final List<String> NOT_LOOKED_AT = List.of("xlated", "jited", "stdout", "stderr");

    private final Path file;
    private final Btf types;

    private TaggedObject(Path file, Btf types) {
        this.file = file;
        this.types = types;
    }

    /**
     * Reads the tests of an object: one for each program that is to be accepted or rejected.
     *
     * @throws MalformedCaseFileException when it has none, or one that cannot be read
     */
    static CaseFile read(Path file) throws IOException {
        ObjectSpec spec = ObjectReader.read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        Btf types = spec.btf();
        List<TestCase> cases = new ArrayList<>();
        if (types != null) {
            TaggedObject object = new TaggedObject(file, types);
            spec.programs().forEach(program -> object.test(program).ifPresent(cases::add));
        }
        if (cases.isEmpty()) {
            throw new Place(CaseFileReader.shown(file), 1, 1)
                    .wrong("no program says what is expected of it, expected tags of skep_test.h, or a case file");
        }
        return new CaseFile(file, cases);
    }

    private Optional<TestCase> test(ProgramSpec program) {
        ProgramTags tags = new ProgramTags(types, program);
        boolean success = tags.has("success");
        boolean failure = tags.has("failure");
        boolean unprivileged = tags.has("success_unpriv") || tags.has("failure_unpriv");
        if (!success && !failure && !unprivileged || tags.has("auxiliary")) {
            return Optional.empty();
        }
        Place place = place(program);
        if (success && failure) {
            throw place.wrong(program.name() + ": __success and __failure, expected one of them");
        }
        return Optional.of(new TestCase(
                tags.text("description")
                        .map(text -> program.name() + ": " + text)
                        .orElse(program.name()),
                place,
                file,
                Optional.of(new CaseNode.Scalar(program.name(), true, place)),
                MachineSetting.usual(),
                skip(tags, success || failure),
                List.of(),
                List.of(step(tags, place, program.type(), failure)),
                Map.of()));
    }

    /** The line of the source where the program begins, where the object knows it. */
    private Place place(ProgramSpec program) {
        return program.function().lineRecords().stream()
                .findFirst()
                .map((LineRecord line) ->
                        new Place(CaseFileReader.shown(file), line.line(), Math.max(1, line.column())))
                .orElse(new Place(CaseFileReader.shown(file), 1, 1));
    }

    private static String skip(ProgramTags tags, boolean privileged) {
        if (tags.text("skip").isPresent()) {
            return tags.text("skip").get();
        }
        if (!privileged) {
            return "expects something of users without privileges only";
        }
        for (String name : NOT_LOOKED_AT) {
            if (!tags.numbered(name).isEmpty()) {
                return "expects __" + name + ", which is not looked at";
            }
        }
        if (tags.text("arch").filter(arch -> !arch.equalsIgnoreCase("X86_64")).isPresent()) {
            return "is for " + tags.text("arch").get();
        }
        if (tags.text("btf_path").isPresent()) {
            return "wants the types of " + tags.text("btf_path").get();
        }
        return tags.text("prog_flags")
                .filter(flags -> !HARMLESS_FLAGS.contains(flags))
                .map(flags -> "wants the flag " + flags)
                .orElse("");
    }

    private static Step step(ProgramTags tags, Place place, @Nullable ProgramType type, boolean failure) {
        List<Expectation> expectations = new ArrayList<>();
        int level = (int) number(tags, "log_level", place, 0, 7);
        List<String> messages = tags.numbered("msg");
        if (failure) {
            expectations.add(new Expectation.Rejected(place, tags.text("errno").orElse(""), messages, level));
        } else if (!messages.isEmpty()) {
            expectations.add(new Expectation.Accepted(place, messages, level));
        }
        Optional<String> returned =
                failure ? Optional.empty() : tags.text("retval").or(() -> tags.text("returns"));
        returned.filter(value -> !value.equals(ANY_VALUE))
                .map(TaggedObject::plainNumber)
                .ifPresent(
                        value -> expectations.add(new Expectation.Returned(new CaseNode.Scalar(value, true, place))));
        tags.text("packet_out")
                .ifPresent(text -> expectations.add(new Expectation.FrameOut(place, packet(place, text))));
        boolean runs = !failure && (returned.isPresent() || tags.text("packet").isPresent());
        // Programs of system calls get no data, all others some for want of something better; so do the selftests.
        byte[] usual = new byte[type == ProgramType.SYSCALL ? 0 : DATA_BYTES];
        Octets frame = tags.text("packet").map(text -> packet(place, text)).orElseGet(() -> Octets.of(usual));
        return new Step(
                0,
                place,
                List.of(),
                0,
                Optional.empty(),
                runs ? new Input.Frame(frame, Optional.empty(), 1) : new Input.Nothing(),
                expectations);
    }

    private static long number(ProgramTags tags, String name, Place place, long least, long most) {
        return tags.text(name)
                .map(text -> new CaseNode.Scalar(text, true, place).number("__" + name, least, most))
                .orElse(0L);
    }

    /** Values may stand in brackets, and have names that the selftests' loader knows. */
    private static String plainNumber(String text) {
        String plain = text.strip();
        while (plain.startsWith("(") && plain.endsWith(")")) {
            plain = plain.substring(1, plain.length() - 1).strip();
        }
        return switch (plain) {
            case "TEST_DATA_LEN" -> Integer.toString(DATA_BYTES);
            case "INT_MIN" -> Integer.toString(Integer.MIN_VALUE);
            default -> plain.replaceAll("(?<=[0-9a-fA-F])([uU]?[lL]{1,2}|[uU])$", "");
        };
    }

    private static Octets packet(Place place, String text) {
        try {
            return Octets.of(Packet.parse(text).toBytes());
        } catch (MalformedPacketTextException e) {
            throw place.wrong("__packet, column " + e.column() + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw place.wrong("__packet: " + e.getMessage());
        }
    }
}
