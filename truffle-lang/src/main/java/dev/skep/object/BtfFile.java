package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.MalformedBtfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The BTF in a file: raw, as {@code /sys/kernel/btf/vmlinux} is, or the section {@code .BTF} of an ELF64 file, be it a
 * kernel with all its symbols or an object. Of a large file only what is needed is read. Counterpart:
 * {@code btf__parse}.
 */
public final class BtfFile {
    private static final int ELF_MAGIC = 0x7f454c46;
    private static final int HEADER_BYTES = 64;
    private static final int SECTION_BYTES = 64;
    private static final int EXTENDED_INDEX = 0xffff;
    private static final byte[] BTF_NAME = ".BTF\0".getBytes(StandardCharsets.UTF_8);

    /** The kernel's own is 6 MB; nothing that is BTF comes near. */
    private static final long MAX_BYTES = 256L << 20;

    private final String name;
    private final SeekableByteChannel channel;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private BtfFile(String name, SeekableByteChannel channel) {
        this.name = name;
        this.channel = channel;
    }

    /**
     * Reads the BTF of a file.
     *
     * @throws MalformedObjectException if there is none, or it contradicts itself
     * @throws IOException if the file cannot be read
     */
    public static Btf read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return new BtfFile(name, channel).read();
        } catch (MalformedBtfException e) {
            throw new MalformedObjectException(name, ".BTF", e);
        }
    }

    private Btf read() throws IOException {
        boolean elf = channel.size() >= HEADER_BYTES
                && bytes("file", 0, 4).order(ByteOrder.BIG_ENDIAN).getInt(0) == ELF_MAGIC;
        return Btf.read(elf ? section() : wholeFile());
    }

    /** Files of {@code /sys} do not say how long they are, so these are read to their end. */
    private byte[] wholeFile() throws IOException {
        channel.position(0);
        ByteBuffer data = ByteBuffer.allocate(1 << 16);
        while (channel.read(data) >= 0) {
            if (data.position() > MAX_BYTES) {
                throw malformed("file", "more than " + MAX_BYTES + " bytes", "fewer");
            }
            if (!data.hasRemaining()) {
                ByteBuffer larger = ByteBuffer.allocate(data.capacity() * 2);
                larger.put(data.flip());
                data = larger;
            }
        }
        byte[] bytes = new byte[data.flip().remaining()];
        data.get(bytes);
        return bytes;
    }

    private byte[] section() throws IOException {
        ByteBuffer header = bytes("ELF header", 0, HEADER_BYTES);
        if (header.get(4) != 2) {
            throw malformed("byte 4", "ELF class " + header.get(4), "2, 64 bits");
        }
        order = header.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        header.order(order);
        long table = header.getLong(40);
        if ((header.getShort(58) & 0xffff) != SECTION_BYTES) {
            throw malformed("byte 58", "section headers of " + (header.getShort(58) & 0xffff) + " bytes", "64");
        }
        ByteBuffer first = bytes("section table", table, SECTION_BYTES);
        long count = header.getShort(60) == 0 ? first.getLong(32) : header.getShort(60) & 0xffff;
        int names = header.getShort(62) & 0xffff;
        names = names == EXTENDED_INDEX ? first.getInt(40) : names;
        if (count < 1 || count > MAX_BYTES / SECTION_BYTES || names < 0 || names >= count) {
            throw malformed("byte 60", Long.toUnsignedString(count) + " sections", "some, with their names");
        }
        ByteBuffer headers = bytes("section table", table, count * SECTION_BYTES);
        byte[] strings = content("section names", headers, names);
        for (int i = 0; i < count; i++) {
            if (isNamedBtf(strings, headers.getInt(i * SECTION_BYTES))) {
                return content(".BTF", headers, i);
            }
        }
        throw malformed(
                "section table", "no section .BTF", "one; compilers write it with -g, pahole adds it to kernels");
    }

    private static boolean isNamedBtf(byte[] strings, int offset) {
        if (offset < 0 || offset > strings.length - BTF_NAME.length) {
            return false;
        }
        for (int i = 0; i < BTF_NAME.length; i++) {
            if (strings[offset + i] != BTF_NAME[i]) {
                return false;
            }
        }
        return true;
    }

    private byte[] content(String where, ByteBuffer headers, int index) throws IOException {
        int at = index * SECTION_BYTES;
        return bytes(where, headers.getLong(at + 24), headers.getLong(at + 32)).array();
    }

    private ByteBuffer bytes(String where, long offset, long size) throws IOException {
        long end = channel.size();
        if (offset < 0 || size < 0 || offset > end || size > end - offset || size > MAX_BYTES) {
            throw malformed(
                    where,
                    Long.toUnsignedString(size) + " bytes at " + Long.toUnsignedString(offset),
                    "them inside of the file of " + end + ", and at most " + MAX_BYTES);
        }
        ByteBuffer data = ByteBuffer.allocate((int) size).order(order);
        channel.position(offset);
        int read;
        do {
            read = channel.read(data);
        } while (read >= 0 && data.hasRemaining());
        if (data.hasRemaining()) {
            throw malformed(where, data.remaining() + " bytes fewer", size + " bytes at " + offset);
        }
        return data;
    }

    private MalformedObjectException malformed(String where, String found, String expected) {
        return new MalformedObjectException(name, where, found, expected);
    }
}
