package dev.skep.report;

/** A rejection as libbpf prints it: the log between two lines that cannot be part of it. */
final class RejectionText {
    private RejectionText() {}

    static String of(RejectionReport report) {
        StringBuilder text = new StringBuilder();
        text.append(report.object()).append(": ").append(report.program());
        text.append(" (").append(report.type()).append("), rejected by the verifier: ");
        text.append(report.errno().sentence())
                .append(" (")
                .append(report.errno().name())
                .append(")\n");
        if (!report.rejected().equals(report.program())) {
            text.append("it may call ").append(report.rejected()).append(", which is the one that was rejected\n");
        }
        text.append("-- BEGIN PROG LOAD LOG --\n").append(report.log());
        if (!report.log().endsWith("\n")) {
            text.append('\n');
        }
        return text.append("-- END PROG LOAD LOG --\n").toString();
    }
}
