package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What a user does: builds examples/java, which knows dmsrec by its artefacts alone, against a local repository that has
 * nothing of dmsrec but what this build made, and runs it with a plain {@code java -cp}.
 */
class ExampleProjectTest {

    private static final Path ROOT = Path.of(System.getProperty("dmsrec.root", ".."));
    private static final Path MAVEN = Path.of(System.getProperty("dmsrec.maven.home", ""));
    private static final Path USERS_REPOSITORY = Path.of(System.getProperty("dmsrec.maven.repository", ""));
    private static final String NATIVES = System.getProperty("dmsrec.natives", "");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theExampleIsThatOfTheReadme() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String section = readme.substring(readme.indexOf("\n## From Java\n"));
        String example = section.substring(section.indexOf("```java\n") + 8);
        String source = Files.readString(ROOT.resolve("examples/java/src/main/java/example/Example.java"));

        assertThat(withoutIndent(source)).contains(withoutIndent(example.substring(0, example.indexOf("```"))));
    }

    @Test
    @Tag("slow")
    void buildsFromTheInstalledArtefactsAndRunsWithoutLauncher() throws Exception {
        List<Path> jars = packagedJars();
        assumeThat(jars).as("the modules are packaged, as by mvn verify").isNotEmpty();
        Path repository = linkedRepository();
        for (Path jar : jars) {
            assertThat(moduleName(jar)).as(jar.toString()).startsWith("io.github.dmsrec");
            install(repository, jar.resolveSibling("flattened-pom.xml"), jar);
        }
        install(
                repository,
                ROOT.resolve("natives")
                        .resolve(NATIVES.substring("dmsrec-natives-".length()))
                        .resolve("target/flattened-pom.xml"),
                null);
        Path project = copyOfTheProject();

        String build = output(
                project,
                MAVEN.resolve(File.separatorChar == '\\' ? "bin/mvn.cmd" : "bin/mvn")
                        .toString(),
                "-o",
                "-q",
                "-B",
                "-Dmaven.repo.local=" + repository,
                "-Ddmsrec.natives=" + NATIVES,
                "package");

        String classPath = Files.readString(project.resolve("target/classpath")).strip();
        assertThat(classPath.split(File.pathSeparator, -1))
                .as(build)
                .anyMatch(entry -> entry.matches(".*dmsrec-\\d[^/]*\\.jar"))
                .allMatch(entry -> entry.startsWith(repository.toString()));
        Path working = Files.createDirectories(folder.resolve("working"));
        Terminal.Result made = Terminal.run(
                "dataset",
                "make",
                "--events",
                "1000",
                "--items",
                "60",
                "--out",
                working.resolve("runs/data").toString());
        assertThat(made.exitCode()).as(made.err()).isZero();

        String run = output(
                working,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                project.resolve("target/classes") + File.pathSeparator + classPath,
                "example.Example");

        List<String> lines = run.lines().toList();
        List<String> printed = lines.subList(lines.size() - 12, lines.size());
        assertThat(Double.parseDouble(printed.get(0))).as(run).isBetween(0.0, 1.0);
        assertThat(printed.get(1)).as(run).startsWith("difference ").contains(" points or ");
        assertThat(printed.subList(2, 12)).as(run).allMatch(line -> line.matches("\\d+ .+ -?\\d+\\.\\d+(E-?\\d+)?"));
        assertThat(run).doesNotContain("Exception").doesNotContain("WARN");
        assertThat(working.resolve("runs/fused/manifest.json")).exists();
    }

    /** The jars of this build on the class path; classes folders instead, where it does not get as far as packaging. */
    private static List<Path> packagedJars() throws IOException {
        Path root = ROOT.toRealPath();
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && !entry.endsWith("-tests.jar"))
                .map(Path::of)
                .filter(jar -> jar.startsWith(root))
                .toList();
    }

    private static String moduleName(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Objects.requireNonNullElse(
                    file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"), "none");
        }
    }

    /** Other people's artefacts are those of the user's repository, so that nothing is fetched; of dmsrec there is none. */
    private Path linkedRepository() throws IOException {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        link(USERS_REPOSITORY, repository, "io");
        link(USERS_REPOSITORY.resolve("io"), Files.createDirectories(repository.resolve("io")), "github");
        link(USERS_REPOSITORY.resolve("io/github"), Files.createDirectories(repository.resolve("io/github")), "dmsrec");
        return repository;
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    private static void install(Path repository, Path pom, @Nullable Path jar) throws Exception {
        String text = Files.readString(pom);
        assertThat(text).as(pom.toString()).doesNotContain("${", "<parent>", "<profile>");
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
        String artifact = child(project, "artifactId");
        String version = child(project, "version");
        Path target = repository
                .resolve(child(project, "groupId").replace('.', '/'))
                .resolve(artifact)
                .resolve(version);
        Files.createDirectories(target);
        Files.copy(pom, target.resolve(artifact + "-" + version + ".pom"));
        if (jar != null) {
            Files.copy(jar, target.resolve(artifact + "-" + version + ".jar"));
        }
    }

    private static String child(Element element, String name) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent().strip();
            }
        }
        throw new AssertionError("the pom has no " + name);
    }

    private Path copyOfTheProject() throws IOException {
        Path project = Files.createDirectories(folder.resolve("project"));
        Path original = ROOT.resolve("examples/java");
        Files.copy(original.resolve("pom.xml"), project.resolve("pom.xml"));
        Path source = Path.of("src/main/java/example/Example.java");
        Files.createDirectories(project.resolve(source).getParent());
        Files.copy(original.resolve(source), project.resolve(source));
        return project;
    }

    private static String output(Path directory, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).directory(directory.toFile());
        builder.redirectErrorStream(true);
        // What the launcher and the build of dmsrec set, a user's shell does not.
        builder.environment()
                .keySet()
                .removeAll(List.of("GOMP_SPINCOUNT", "KMP_BLOCKTIME", "GLIBC_TUNABLES", "MAVEN_OPTS", "MAVEN_ARGS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Maven alone reads it: the build is short.
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output;
    }

    private static String withoutIndent(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
