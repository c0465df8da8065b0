package dev.skep.packet.layer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the value of a field is written and read. */
sealed interface FieldForm {
    FieldForm DECIMAL = new Plain(10);
    FieldForm HEX = new Plain(16);
    FieldForm MAC = new Mac();
    FieldForm IPV4 = new Ipv4Address();
    FieldForm IPV6 = new Ipv6Address();
    FieldForm BYTES = new Bytes();
    FieldForm TCP_OPTIONS = new TcpOptionList();

    String print(FieldValue value);

    /**
     * Reads what {@link #print} writes, and plain numbers.
     *
     * @throws IllegalArgumentException with what was expected
     */
    FieldValue parse(String text);

    /** A number, of base 10 or 16 when it is printed. */
    record Plain(int base) implements FieldForm {
        @Override
        public String print(FieldValue value) {
            long number = number(value);
            return base == 16 ? "0x" + Long.toHexString(number) : Long.toUnsignedString(number);
        }

        @Override
        public FieldValue parse(String text) {
            try {
                return new FieldValue.Num(
                        text.startsWith("0x")
                                ? Long.parseUnsignedLong(text, 2, text.length(), 16)
                                : Long.parseUnsignedLong(text));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(text + ": expected a number like 7 or 0x1f", e);
            }
        }
    }

    /** A number that may be written as a multiple: fragment offsets count eight bytes. */
    record Scaled(int unit) implements FieldForm {
        @Override
        public String print(FieldValue value) {
            return Long.toString(number(value) * unit);
        }

        @Override
        public FieldValue parse(String text) {
            long bytes = number(DECIMAL.parse(text));
            if (Long.remainderUnsigned(bytes, unit) != 0) {
                throw new IllegalArgumentException(text + ": expected a multiple of " + unit);
            }
            return new FieldValue.Num(Long.divideUnsigned(bytes, unit));
        }
    }

    /** A number of which some have names. */
    record Named(Map<String, Long> names, FieldForm otherwise) implements FieldForm {
        @Override
        public String print(FieldValue value) {
            for (Map.Entry<String, Long> name : names.entrySet()) {
                if (name.getValue() == number(value)) {
                    return name.getKey();
                }
            }
            return otherwise.print(value);
        }

        @Override
        public FieldValue parse(String text) {
            Long number = names.get(text.toLowerCase(Locale.ROOT));
            if (number != null) {
                return new FieldValue.Num(number);
            }
            try {
                return otherwise.parse(text);
            } catch (IllegalArgumentException e) {
                List<String> known = names.keySet().stream().sorted().toList();
                throw new IllegalArgumentException(
                        text + ": expected a number or one of " + String.join(", ", known), e);
            }
        }
    }

    /** Single bits, the highest first. */
    record Flags(List<String> names) implements FieldForm {
        @Override
        public String print(FieldValue value) {
            List<String> set = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                if ((number(value) >>> (names.size() - 1 - i) & 1) != 0) {
                    set.add(names.get(i));
                }
            }
            return set.isEmpty() ? "none" : String.join(",", set);
        }

        @Override
        public FieldValue parse(String text) {
            if (text.equals("none")) {
                return new FieldValue.Num(0);
            }
            long bits = 0;
            for (String name : text.split(",", -1)) {
                int at = names.indexOf(name.toUpperCase(Locale.ROOT));
                if (at < 0) {
                    throw new IllegalArgumentException(name + ": expected none or flags of " + String.join(",", names));
                }
                bits |= 1L << names.size() - 1 - at;
            }
            return new FieldValue.Num(bits);
        }
    }

    /** An address of Ethernet. */
    record Mac() implements FieldForm {
        @Override
        public String print(FieldValue value) {
            byte[] bytes =
                    ByteBuffer.allocate(Long.BYTES).putLong(number(value)).array();
            return Addresses.mac(Arrays.copyOfRange(bytes, 2, 8));
        }

        @Override
        public FieldValue parse(String text) {
            byte[] bytes = new byte[Long.BYTES];
            System.arraycopy(Addresses.mac(text), 0, bytes, 2, 6);
            return new FieldValue.Num(ByteBuffer.wrap(bytes).getLong());
        }
    }

    /** An address of IPv4. */
    record Ipv4Address() implements FieldForm {
        @Override
        public String print(FieldValue value) {
            return Addresses.ipv4(
                    ByteBuffer.allocate(4).putInt((int) number(value)).array());
        }

        @Override
        public FieldValue parse(String text) {
            return new FieldValue.Num(
                    Integer.toUnsignedLong(ByteBuffer.wrap(Addresses.ipv4(text)).getInt()));
        }
    }

    /** An address of IPv6. */
    record Ipv6Address() implements FieldForm {
        @Override
        public String print(FieldValue value) {
            return Addresses.ipv6(octets(value).toArray());
        }

        @Override
        public FieldValue parse(String text) {
            return Octets.of(Addresses.ipv6(text));
        }
    }

    /** Bytes, as one hexadecimal number. */
    record Bytes() implements FieldForm {
        @Override
        public String print(FieldValue value) {
            return octets(value).toString();
        }

        @Override
        public FieldValue parse(String text) {
            if (!text.matches("0x([0-9a-fA-F]{2})*")) {
                throw new IllegalArgumentException(text + ": expected bytes like 0x0a0b");
            }
            return Octets.ofHex(text.substring(2));
        }
    }

    /** Options of TCP by name, or as bytes. */
    record TcpOptionList() implements FieldForm {
        @Override
        public String print(FieldValue value) {
            return TcpOptions.print(octets(value));
        }

        @Override
        public FieldValue parse(String text) {
            return text.startsWith("0x") ? BYTES.parse(text) : TcpOptions.parse(text);
        }
    }

    private static long number(FieldValue value) {
        return switch (value) {
            case FieldValue.Num(long number) -> number;
            case Octets octets -> throw new IllegalArgumentException(octets + ": expected a number");
        };
    }

    private static Octets octets(FieldValue value) {
        return switch (value) {
            case Octets octets -> octets;
            case FieldValue.Num number -> throw new IllegalArgumentException(number + ": expected bytes");
        };
    }
}
