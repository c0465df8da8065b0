package dev.skep.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Walks BTF bytes once: finds where each type starts, and checks everything that later reading relies on. After this,
 * no offset, name or type id in the bytes can point outside of them. Types are decoded on demand ({@link TypeDecoder}).
 *
 * <pre>
 *   header   magic:2 version:1 flags:1 hdr_len:4 type_off:4 type_len:4 str_off:4 str_len:4     (offsets count from the header's end)
 *   types    name_off:4 info:4 size_or_type:4, then what the kind adds
 *            info: bit 31 kind flag | 28-24 kind | 15-0 vlen
 *   strings  NUL-terminated; the first is empty
 * </pre>
 */
final class BtfReader {
    private static final int MAGIC = 0xeb9f;
    private static final int HEADER_BYTES = 24;
    /** Words that every type starts with: name, info, size or type. */
    static final int COMMON_WORDS = 3;

    /** The info word of a pointer: kind 2, nothing else. */
    private static final int POINTER = 2 << 24;

    private final ByteBuffer data;
    /** The type section as words of the host: a big one is walked much faster than through the buffer. */
    private final int[] words;

    private final int typesStart;
    private final int stringsStart;
    private final int stringsEnd;
    private int[] starts = new int[256];
    private int count = 1;

    private BtfReader(ByteBuffer data) {
        this.data = data;
        int headerBytes = data.getInt(4);
        if (headerBytes < HEADER_BYTES || headerBytes > data.limit()) {
            throw MalformedBtfException.at(
                    4, "header length", Integer.toUnsignedString(headerBytes), HEADER_BYTES + ".." + data.limit());
        }
        for (int i = HEADER_BYTES; i < headerBytes; i++) {
            if (data.get(i) != 0) {
                throw MalformedBtfException.at(i, "header of unknown version with byte", data.get(i), 0);
            }
        }
        typesStart = section(headerBytes, 8, "type section");
        int typesBytes = data.getInt(12);
        if (typesBytes % 4 != 0) {
            throw MalformedBtfException.at(12, "type section length", typesBytes, "a multiple of 4");
        }
        words = new int[typesBytes / 4];
        data.slice(typesStart, typesBytes).order(data.order()).asIntBuffer().get(words);
        stringsStart = section(headerBytes, 16, "string section");
        stringsEnd = stringsStart + data.getInt(20);
    }

    /** Checks the whole of {@code bytes} and indexes its types. */
    static Btf read(byte[] bytes) {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER_BYTES) {
            throw MalformedBtfException.at(0, "size", bytes.length, "at least " + HEADER_BYTES);
        }
        if (data.getShort(0) == Short.reverseBytes((short) MAGIC)) {
            data.order(ByteOrder.BIG_ENDIAN);
        }
        if ((data.getShort(0) & 0xffff) != MAGIC) {
            throw MalformedBtfException.at(0, "magic", hex(data.getShort(0) & 0xffff), hex(MAGIC));
        }
        if (data.get(2) != 1) {
            throw MalformedBtfException.at(2, "version", data.get(2) & 0xff, 1);
        }
        if (data.get(3) != 0) {
            throw MalformedBtfException.at(3, "flags", hex(data.get(3) & 0xff), 0);
        }
        BtfReader reader = new BtfReader(data);
        reader.indexStrings();
        reader.indexTypes();
        reader.checkReferences();
        int[] starts = Arrays.copyOf(reader.starts, reader.count);
        return new Btf(bytes, data.order(), reader.words, starts, reader.stringsStart, reader.stringsEnd);
    }

    /** Where in the bytes of well-formed BTF the types begin. */
    static int typesStart(byte[] bytes, ByteOrder order) {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(order);
        return data.getInt(4) + data.getInt(8);
    }

    private int section(int headerBytes, int field, String what) {
        long offset = headerBytes + Integer.toUnsignedLong(data.getInt(field));
        long end = offset + Integer.toUnsignedLong(data.getInt(field + 4));
        if (end > data.limit()) {
            throw MalformedBtfException.at(field, what + " ends at byte", end, "at most " + data.limit());
        }
        return (int) offset;
    }

    private void indexStrings() {
        if (stringsEnd == stringsStart) {
            throw MalformedBtfException.at(20, "string section length", 0, "at least 1");
        }
        if (data.get(stringsStart) != 0) {
            throw MalformedBtfException.at(stringsStart, "first string starts with", data.get(stringsStart), 0);
        }
        if (data.get(stringsEnd - 1) != 0) {
            throw MalformedBtfException.at(stringsEnd - 1, "last string ends with", data.get(stringsEnd - 1), 0);
        }
    }

    private void indexTypes() {
        int at = 0;
        while (at < words.length) {
            need(at, COMMON_WORDS);
            if (isFiller(at)) {
                add(at);
                at += COMMON_WORDS;
                continue;
            }
            int info = words[at + 1];
            int kind = info >>> 24 & 0x1f;
            int vlen = info & 0xffff;
            if (kind == 0 || kind >= BtfKind.count() || (info & 0x60ff0000) != 0) {
                throw malformed(
                        at + 1, "type " + count + " has info", hex(info), "a kind of 1.." + (BtfKind.count() - 1));
            }
            int size = COMMON_WORDS + BtfKind.of(kind).tailWords(vlen);
            need(at, size);
            add(at);
            at += size;
        }
    }

    private void add(int at) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = at;
    }

    /** A plain {@code void *}: most of what is left of a kernel's types where ids were kept. Nothing to check. */
    private boolean isFiller(int at) {
        return words[at + 1] == POINTER && words[at] == 0 && words[at + 2] == 0;
    }

    private void need(int at, int size) {
        if (size > words.length - at) {
            throw malformed(at, "type " + count + " needs words", size, "at most " + (words.length - at));
        }
    }

    private void checkReferences() {
        for (int id = 1; id < count; id++) {
            int at = starts[id];
            if (isFiller(at)) {
                continue;
            }
            int info = words[at + 1];
            BtfKind kind = BtfKind.of(info >>> 24 & 0x1f);
            int vlen = info & 0xffff;
            checkName(id, at);
            if (kind.refersToType()) {
                checkType(id, at + 2);
            }
            checkTail(id, kind, at, vlen, info < 0);
        }
    }

    private void checkTail(int id, BtfKind kind, int at, int vlen, boolean kindFlag) {
        int tail = at + COMMON_WORDS;
        switch (kind) {
            case INT -> checkInt(id, at);
            case ARRAY -> {
                checkType(id, tail);
                checkType(id, tail + 1);
            }
            case STRUCT, UNION -> {
                checkSize(id, at, 0, Integer.MAX_VALUE);
                for (int i = 0; i < vlen; i++, tail += 3) {
                    checkName(id, tail);
                    checkType(id, tail + 1);
                    if (!kindFlag && words[tail + 2] < 0) {
                        throw malformed(
                                tail + 2,
                                "type " + id + ": bit offset",
                                Integer.toUnsignedString(words[tail + 2]),
                                "less than 2147483648");
                    }
                }
            }
            case ENUM, ENUM64 -> {
                checkEnumSize(id, at);
                int elementWords = kind == BtfKind.ENUM ? 2 : 3;
                for (int i = 0; i < vlen; i++, tail += elementWords) {
                    checkName(id, tail);
                }
            }
            case FUNC_PROTO -> {
                for (int i = 0; i < vlen; i++, tail += 2) {
                    checkName(id, tail);
                    checkType(id, tail + 1);
                }
            }
            case FUNC -> checkLinkage(id, at + 1, vlen);
            case VAR -> checkLinkage(id, tail, words[tail]);
            case DATASEC -> {
                checkSize(id, at, 0, Integer.MAX_VALUE);
                for (int i = 0; i < vlen; i++, tail += 3) {
                    checkType(id, tail);
                    checkBelow(id, tail + 1, "variable offset");
                    checkBelow(id, tail + 2, "variable size");
                }
            }
            case FLOAT -> checkSize(id, at, 2, 16);
            case VOID, PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, DECL_TAG, TYPE_TAG -> {}
        }
    }

    private void checkInt(int id, int at) {
        checkSize(id, at, 1, 16);
        int word = words[at + COMMON_WORDS];
        int offset = word >>> 16 & 0xff;
        int bits = word & 0xff;
        if (offset + bits > 8 * words[at + 2]) {
            throw malformed(
                    at + COMMON_WORDS,
                    "type " + id + " has bits",
                    offset + ".." + (offset + bits),
                    "at most " + 8 * words[at + 2]);
        }
    }

    /** An enumeration that is only declared has no values and size 0. */
    private void checkEnumSize(int id, int at) {
        checkSize(id, at, 0, 8);
        if (Integer.bitCount(words[at + 2]) > 1) {
            throw malformed(at + 2, "type " + id + " has size", words[at + 2], "0, 1, 2, 4 or 8");
        }
    }

    private void checkSize(int id, int at, int least, int most) {
        int size = words[at + 2];
        if (size < least || size > most) {
            throw malformed(at + 2, "type " + id + " has size", Integer.toUnsignedString(size), least + ".." + most);
        }
    }

    private void checkBelow(int id, int at, String what) {
        if (words[at] < 0) {
            throw malformed(
                    at,
                    "type " + id + ": " + what,
                    Integer.toUnsignedString(words[at]),
                    "at most " + Integer.MAX_VALUE);
        }
    }

    private void checkLinkage(int id, int at, int linkage) {
        if (linkage < 0 || linkage > 2) {
            throw malformed(at, "type " + id + " has linkage", linkage, "0..2");
        }
    }

    private void checkName(int id, int at) {
        int name = words[at];
        if (name < 0 || name >= stringsEnd - stringsStart) {
            throw malformed(
                    at,
                    "type " + id + ": name offset",
                    Integer.toUnsignedString(name),
                    "less than " + (stringsEnd - stringsStart));
        }
    }

    private void checkType(int id, int at) {
        int type = words[at];
        if (type < 0 || type >= count) {
            throw malformed(at, "type " + id + " refers to type", Integer.toUnsignedString(type), "0.." + (count - 1));
        }
    }

    private MalformedBtfException malformed(int word, String what, Object found, Object expected) {
        return MalformedBtfException.at(typesStart + 4L * word, what, found, expected);
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }
}
