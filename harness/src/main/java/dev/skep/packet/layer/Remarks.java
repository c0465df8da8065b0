package dev.skep.packet.layer;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with headers. */
final class Remarks {
    private Remarks() {}

    /**
     * Says which lengths and checksums are not what they should be.
     *
     * @param said the fields that do not follow from the packet
     * @param whole whether all that checksums cover is there
     */
    static List<String> about(Layer header, Layer said, Completion completion, boolean whole) {
        List<String> remarks = new ArrayList<>();
        for (Field field : header.protocol().fields()) {
            String name = field.name();
            if (!said.says(name)) {
                continue;
            }
            Layer right = completion.filled(said.without(name));
            boolean length = switch (field.filling()) {
                case TOTAL_LENGTH, BODY_LENGTH -> true;
                default -> false;
            };
            if (length) {
                remarks.add(name + " of what is there: " + right.number(name));
            }
            if (field.filling().isChecksum() && header.number(name) != right.number(name)) {
                boolean none = header.protocol() == Protocol.UDP && header.number(name) == 0;
                if (none) {
                    remarks.add("no checksum");
                } else if (whole || field.filling() == Filling.HEADER_CHECKSUM) {
                    remarks.add(name + " expected: " + field.form().print(new FieldValue.Num(right.number(name))));
                }
            }
        }
        return remarks;
    }
}
