package dev.skep.casefile;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.DeclTag;
import dev.skep.object.ProgramSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The declaration tags at a program's function: those of {@code skep_test.h}, and those of the kernel's selftests
 * ({@code progs/bpf_misc.h}) under the same names.
 */
final class ProgramTags {
    private static final String OURS = "skep:";
    private static final String KERNELS = "comment:test_";
    private static final String EXPECT = "expect_";

    private final List<String> tags = new ArrayList<>();

    /** @param types of the object */
    ProgramTags(Btf types, ProgramSpec program) {
        int function = program.function().functionRecords().stream()
                .filter(record -> record.slot() == 0)
                .mapToInt(record -> record.typeId())
                .findFirst()
                .orElse(0);
        for (int id = 1; function != 0 && id < types.typeCount(); id++) {
            if (types.kind(id) == BtfKind.DECL_TAG
                    && types.type(id) instanceof DeclTag tag
                    && tag.target() == function
                    && tag.component() < 0) {
                add(tag.name());
            }
        }
    }

    private void add(String tag) {
        if (tag.startsWith(OURS)) {
            tags.add(tag.substring(OURS.length()));
        } else if (tag.startsWith(KERNELS)) {
            String name = tag.substring(KERNELS.length());
            tags.add(name.startsWith(EXPECT) ? name.substring(EXPECT.length()) : name);
        }
    }

    boolean has(String name) {
        return tags.contains(name);
    }

    /** The text of a tag that is there once. */
    Optional<String> text(String name) {
        return tags.stream()
                .filter(tag -> tag.startsWith(name + "="))
                .map(tag -> tag.substring(name.length() + 1))
                .findFirst();
    }

    /** The texts of a tag that is there several times, each with a number in front that says which comes first. */
    List<String> numbered(String name) {
        TreeMap<Long, String> texts = new TreeMap<>();
        long unnumbered = 0;
        for (String tag : tags) {
            if (!tag.startsWith(name + "=")) {
                continue;
            }
            String text = tag.substring(name.length() + 1);
            int end = text.indexOf('=');
            boolean hasNumber = end > 0 && end < 10 && text.substring(0, end).matches("[0-9]+");
            texts.put(
                    hasNumber ? Long.parseLong(text.substring(0, end)) : Long.MAX_VALUE / 2 + unnumbered++,
                    hasNumber ? text.substring(end + 1) : text);
        }
        return List.copyOf(texts.values());
    }
}
