package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Javadoc of the public package is whole: every check of the Javadoc tool is on, and no warning is left. */
class PublicJavadocTest {

    private static final Path SOURCES = Path.of(System.getProperty("dmsrec.root", ".."), "library/src/main/java");

    @Test
    @Tag("slow")
    void theDocumentationOfThePublicPackageHasNoWarning(@TempDir Path out) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(SOURCES.resolve("io/github/dmsrec"))) {
            files = entries.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertThat(files).anyMatch(file -> file.endsWith("package-info.java")).hasSizeGreaterThan(1);
        DocumentationTool tool = ToolProvider.getSystemDocumentationTool();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-Xdoclint:all",
                "-Werror",
                "-quiet",
                "-encoding",
                "UTF-8",
                "-d",
                out.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-sourcepath",
                SOURCES.toString());

        boolean clean;
        try (StandardJavaFileManager manager = tool.getStandardFileManager(found, null, StandardCharsets.UTF_8)) {
            clean = tool.getTask(messages, manager, found, null, options, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }

        assertThat(found.getDiagnostics()).as(messages.toString()).isEmpty();
        assertThat(clean).as(messages.toString()).isTrue();
    }
}
