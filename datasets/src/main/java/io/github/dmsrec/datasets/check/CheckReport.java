package io.github.dmsrec.datasets.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is wrong with a data set, and what is not.
 *
 * @param format the version of this record as JSON
 * @param name what reports call the data set
 * @param fingerprint of the data set
 * @param seed of the shuffles
 * @param findings of all checks that the data allows
 */
@JsonPropertyOrder({"format", "name", "fingerprint", "seed", "verdict", "findings"})
public record CheckReport(int format, String name, String fingerprint, long seed, List<Finding> findings) {

    /** The version of this record. */
    public static final int FORMAT = 1;

    private static final int WIDTH = 100;

    public CheckReport {
        findings = List.copyOf(findings);
    }

    /** The worst verdict of all. */
    @JsonProperty("verdict")
    public Verdict verdict() {
        return findings.stream()
                .map(Finding::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.FINE);
    }

    /** The findings of a verdict. */
    public List<Finding> with(Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).toList();
    }

    /** The finding of a check; empty if the data did not allow it. */
    public Optional<Finding> finding(String id) {
        return findings.stream().filter(finding -> finding.id().equals(id)).findFirst();
    }

    /** How many findings have which verdict, in words. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d stop, %d look, %d fine",
                with(Verdict.STOP).size(),
                with(Verdict.LOOK).size(),
                with(Verdict.FINE).size());
    }

    /** The report as lines to print, about 100 characters wide, the worst first. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("data set '" + name + "': " + summary());
        for (Verdict verdict : List.of(Verdict.STOP, Verdict.LOOK)) {
            for (Finding finding : with(verdict)) {
                lines.add("");
                lines.add(verdict.label().toUpperCase(Locale.ROOT) + "  " + finding.id());
                wrap(lines, finding.measured() + ".", "      ");
                wrap(lines, "Why: " + finding.why(), "      ");
                wrap(lines, "Fix: " + finding.fix(), "      ");
                finding.examples().forEach(example -> lines.add("      e.g. " + example));
            }
        }
        lines.add("");
        for (Finding finding : with(Verdict.FINE)) {
            wrap(lines, "fine  " + finding.id() + ": " + finding.measured() + ".", "        ");
        }
        return lines;
    }

    private static void wrap(List<String> lines, String text, String indent) {
        StringBuilder line = new StringBuilder(text.startsWith("fine") ? "" : indent);
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() >= WIDTH && !line.toString().isBlank()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
    }
}
