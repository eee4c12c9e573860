package io.github.dmsrec.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Prints the test classes that took longest in the last build, from the reports that Surefire left. Run at the end of a build. */
public final class SlowestTests {

    private static final int CLASSES = 10;

    private SlowestTests() {}

    /**
     * A report.
     *
     * @param seconds what the class took, with what it sets up and the classes nested in it
     * @param tests how many ran
     */
    private record Suite(String module, String name, double seconds, int tests) {
        Suite withOneMore() {
            return new Suite(module, name, seconds, tests + 1);
        }
    }

    /**
     * Prints them.
     *
     * @param arguments the root of the project
     */
    public static void main(String... arguments) throws IOException, XMLStreamException {
        print(slowest(Path.of(arguments[0])), System.out);
    }

    private static List<Suite> slowest(Path root) throws IOException, XMLStreamException {
        List<Suite> suites = new ArrayList<>();
        for (Path report : reports(root)) {
            suites.add(suite(report, root.relativize(report).getName(0).toString()));
        }
        suites.sort(Comparator.comparingDouble(Suite::seconds).reversed());
        return suites.subList(0, Math.min(CLASSES, suites.size()));
    }

    private static List<Path> reports(Path root) throws IOException {
        List<Path> reports = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.toList()) {
                Path folder = module.resolve("target/surefire-reports");
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.list(folder)) {
                        files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                                .forEach(reports::add);
                    }
                }
            }
        }
        return reports;
    }

    private static Suite suite(Path report, String module) throws IOException, XMLStreamException {
        Suite suite = new Suite(module, "none", 0, 0);
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    if (xml.getLocalName().equals("testsuite")) {
                        suite = new Suite(
                                module,
                                xml.getAttributeValue(null, "name"),
                                Double.parseDouble(
                                        xml.getAttributeValue(null, "time").replace(",", "")),
                                0);
                    } else if (xml.getLocalName().equals("testcase")) {
                        suite = suite.withOneMore();
                    }
                }
            }
            xml.close();
        }
        return suite;
    }

    private static void print(List<Suite> suites, PrintStream out) {
        out.println("Slowest test classes:");
        for (Suite suite : suites) {
            out.printf(
                    Locale.ROOT,
                    "%7.1f s %5d tests  %-12s %s%n",
                    suite.seconds(),
                    suite.tests(),
                    suite.module(),
                    suite.name());
        }
    }
}
