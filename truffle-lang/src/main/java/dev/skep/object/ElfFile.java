package dev.skep.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sections and symbols of an ELF64 file for BPF, checked so that nothing refers to bytes outside of the file.
 * Counterpart: libelf, and {@code bpf_object__elf_init}.
 *
 * <pre>
 *   header   ident:16 type:2 machine:2 version:4 entry:8 phoff:8 shoff:8 flags:4 ehsize:2 phentsize:2 phnum:2 shentsize:2 shnum:2 shstrndx:2
 *   section  name:4 type:4 flags:8 addr:8 offset:8 size:8 link:4 info:4 addralign:8 entsize:8
 *   symbol   name:4 info:1 other:1 shndx:2 value:8 size:8
 *   rel      offset:8 info:8          rela  offset:8 info:8 addend:8
 * </pre>
 */
final class ElfFile {
    private static final int HEADER_BYTES = 64;
    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int MACHINE_BPF = 247;
    private static final int TYPE_RELOCATABLE = 1;
    private static final int EXTENDED_INDEX = 0xffff;
    private static final int MAX_NAME = 4096;

    private final String name;
    private final ByteBuffer data;
    private final List<ElfSection> sections = new ArrayList<>();
    private final List<ElfSymbol> symbols = new ArrayList<>();

    private ElfFile(String name, byte[] bytes) {
        this.name = name;
        this.data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ElfFile read(String name, byte[] bytes) {
        ElfFile file = new ElfFile(name, bytes);
        file.checkHeader();
        file.readSections();
        file.readSymbols();
        return file;
    }

    /** All sections; the first is the empty one with index 0. */
    List<ElfSection> sections() {
        return sections;
    }

    List<ElfSymbol> symbols() {
        return symbols;
    }

    Optional<ElfSection> section(String sectionName) {
        return sections.stream().filter(s -> s.name().equals(sectionName)).findFirst();
    }

    /** The bytes of a section, none for {@code .bss} and its like. */
    byte[] content(ElfSection section) {
        if (!section.hasContent()) {
            return new byte[0];
        }
        byte[] content = new byte[(int) section.size()];
        data.get((int) section.offset(), content);
        return content;
    }

    private void checkHeader() {
        int length = data.limit();
        if (length < HEADER_BYTES) {
            throw malformed("ELF header", length + " bytes", "at least " + HEADER_BYTES);
        }
        if (data.order(ByteOrder.BIG_ENDIAN).getInt(0) != 0x7f454c46) {
            throw malformed("byte 0", "magic 0x" + Integer.toHexString(data.getInt(0)), "0x7f454c46 of an ELF file");
        }
        data.order(ByteOrder.LITTLE_ENDIAN);
        if (data.get(4) != 2) {
            throw malformed("byte 4", "ELF class " + data.get(4), "2, 64 bits");
        }
        if (data.get(5) != 1) {
            throw malformed(
                    "byte 5",
                    data.get(5) == 2 ? "big-endian ELF" : "ELF data encoding " + data.get(5),
                    "little-endian");
        }
        if (data.getShort(16) != TYPE_RELOCATABLE) {
            throw malformed("byte 16", "ELF type " + (data.getShort(16) & 0xffff), "1, a relocatable object");
        }
        int machine = data.getShort(18) & 0xffff;
        // clang before 4.0 wrote 0.
        if (machine != MACHINE_BPF && machine != 0) {
            throw malformed("byte 18", "ELF machine " + machine, MACHINE_BPF + ", BPF");
        }
    }

    private void readSections() {
        long table = data.getLong(40);
        if (table == 0) {
            throw malformed("byte 40", "no section table", "one, as every object has");
        }
        if ((data.getShort(58) & 0xffff) != SECTION_BYTES) {
            throw malformed("byte 58", "section headers of " + (data.getShort(58) & 0xffff) + " bytes", "64");
        }
        if (!inside(table, SECTION_BYTES)) {
            throw malformed("byte 40", "section table at " + Long.toUnsignedString(table), "it inside of the file");
        }
        long count = data.getShort(60) & 0xffff;
        if (count == 0) {
            count = data.getLong((int) table + 32);
        }
        if (count < 1 || count > (data.limit() - table) / SECTION_BYTES) {
            throw malformed(
                    "byte 60",
                    Long.toUnsignedString(count) + " sections",
                    "1.." + (data.limit() - table) / SECTION_BYTES + " that the file has room for");
        }
        int names = data.getShort(62) & 0xffff;
        if (names == EXTENDED_INDEX) {
            names = data.getInt((int) table + 40);
        }
        List<ElfSection> nameless = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nameless.add(section(i, (int) table + i * SECTION_BYTES));
        }
        if (names < 0 || names >= count || nameless.get(names).type() != ElfSection.STRING_TABLE) {
            throw malformed(
                    "byte 62", "section " + Integer.toUnsignedString(names) + " for section names", "a string table");
        }
        for (ElfSection section : nameless) {
            int at = (int) table + section.index() * SECTION_BYTES;
            sections.add(section.withName(string(nameless.get(names), data.getInt(at), at)));
        }
    }

    private ElfSection section(int index, int at) {
        ElfSection section = new ElfSection(
                index,
                "",
                data.getInt(at + 4),
                data.getLong(at + 8),
                data.getLong(at + 24),
                data.getLong(at + 32),
                data.getInt(at + 40),
                data.getInt(at + 44));
        if (section.hasContent() && !inside(section.offset(), section.size())) {
            throw malformed(
                    "section " + index,
                    "bytes " + Long.toUnsignedString(section.offset()) + ".."
                            + Long.toUnsignedString(section.offset() + section.size()),
                    "them inside of the file of " + data.limit());
        }
        return section;
    }

    private void readSymbols() {
        List<ElfSection> tables = sections.stream()
                .filter(s -> s.type() == ElfSection.SYMBOL_TABLE)
                .toList();
        if (tables.size() != 1) {
            throw malformed("section table", tables.size() + " symbol tables", "1 (a stripped object has none)");
        }
        ElfSection table = tables.getFirst();
        int names = table.link();
        if (names < 0 || names >= sections.size() || sections.get(names).type() != ElfSection.STRING_TABLE) {
            throw malformed(
                    "section " + table.name(),
                    "section " + Integer.toUnsignedString(names) + " for symbol names",
                    "a string table");
        }
        if (table.size() % SYMBOL_BYTES != 0) {
            throw malformed("section " + table.name(), table.size() + " bytes", "a multiple of " + SYMBOL_BYTES);
        }
        int count = (int) (table.size() / SYMBOL_BYTES);
        for (int i = 0; i < count; i++) {
            int at = (int) table.offset() + i * SYMBOL_BYTES;
            int info = data.get(at + 4) & 0xff;
            symbols.add(new ElfSymbol(
                    i,
                    string(sections.get(names), data.getInt(at), at),
                    info & 0xf,
                    info >>> 4,
                    data.get(at + 5) & 3,
                    data.getShort(at + 6) & 0xffff,
                    data.getLong(at + 8),
                    data.getLong(at + 16)));
        }
    }

    /** The entries of a section of type REL or RELA. */
    List<ElfRelocation> relocations(ElfSection section) {
        boolean addends = section.type() == ElfSection.RELA;
        int entryBytes = addends ? 24 : 16;
        if (section.size() % entryBytes != 0) {
            throw malformed("section " + section.name(), section.size() + " bytes", "a multiple of " + entryBytes);
        }
        List<ElfRelocation> relocations = new ArrayList<>();
        for (long at = section.offset(); at < section.offset() + section.size(); at += entryBytes) {
            long info = data.getLong((int) at + 8);
            int symbol = (int) (info >>> 32);
            if (symbol < 0 || symbol >= symbols.size()) {
                throw malformed(
                        "byte " + (at + 8),
                        "relocation by symbol " + Integer.toUnsignedString(symbol),
                        "less than " + symbols.size());
            }
            long addend = addends ? data.getLong((int) at + 16) : 0;
            relocations.add(new ElfRelocation(data.getLong((int) at), symbols.get(symbol), addend));
        }
        return relocations;
    }

    private String string(ElfSection table, int offset, int at) {
        if (offset < 0 || offset >= Math.max(1, table.size())) {
            throw malformed("byte " + at, "string at " + Integer.toUnsignedString(offset), "less than " + table.size());
        }
        int start = (int) table.offset() + offset;
        int limit = (int) (table.offset() + table.size());
        int end = start;
        while (end < limit && data.get(end) != 0) {
            if (++end - start > MAX_NAME) {
                throw malformed("byte " + start, "name of more than " + MAX_NAME + " bytes", "less");
            }
        }
        if (end == limit && table.size() > 0) {
            throw malformed("byte " + start, "string without an end", "a NUL before byte " + limit);
        }
        return new String(data.array(), start, Math.max(0, end - start), StandardCharsets.UTF_8);
    }

    private boolean inside(long offset, long size) {
        return offset >= 0 && size >= 0 && offset <= data.limit() && size <= data.limit() - offset;
    }

    MalformedObjectException malformed(String where, String found, String expected) {
        return new MalformedObjectException(name, where, found, expected);
    }
}
