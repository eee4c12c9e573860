package io.github.dmsrec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launchers with a JDK that only prints how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private record Result(int exitCode, String output) {}

    @TempDir
    Path folder = Path.of("");

    private Path dist = Path.of("");

    @BeforeEach
    void makeDistribution() throws IOException {
        dist = folder.resolve("a dist with blanks");
        Path source = Path.of(System.getProperty("dmsrec.root", "..")).resolve("cli/src/main/dist/bin");
        Files.createDirectories(dist.resolve("lib"));
        Files.createDirectories(dist.resolve("bin"));
        for (String name : List.of("dmsrec", "find-java")) {
            Files.copy(source.resolve(name), dist.resolve("bin").resolve(name));
        }
        assertThat(dist.resolve("bin/dmsrec").toFile().setExecutable(true)).isTrue();
    }

    private Path jdk(String version) throws IOException {
        Path home = folder.resolve("jdk " + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = home.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\nfor a in \"$@\"; do echo \"[$a]\"; done\necho spin=$GOMP_SPINCOUNT\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }

    private Result start(Path javaHome, Path launcher, Map<String, String> more, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("sh", launcher.toString()), java.util.stream.Stream.of(arguments))
                .toList());
        builder.directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().remove("GOMP_SPINCOUNT");
        builder.environment().remove("DMSREC_JAVA_OPTS");
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(more);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    @Test
    void startsTheMainClassWithTheSettingsOfTheEngineAndKeepsArgumentsWhole() throws Exception {
        Result result = start(
                jdk("17.0.9"),
                dist.resolve("bin/dmsrec"),
                Map.of("DMSREC_JAVA_OPTS", "-Xmx9g -ea"),
                "run",
                "a b",
                "",
                "*");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output().lines())
                .contains("[-Xmx9g]", "[-ea]")
                .endsWith("[io.github.dmsrec.cli.Main]", "[run]", "[a b]", "[]", "[*]", "spin=2000");
    }

    @Test
    void keepsWhatTheUserSetInTheEnvironment() throws Exception {
        Result result = start(jdk("21"), dist.resolve("bin/dmsrec"), Map.of("GOMP_SPINCOUNT", "3"), "doctor");

        assertThat(result.output()).contains("spin=3");
    }

    @Test
    void worksThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("a link"), Path.of("a dist with blanks/bin/dmsrec"));

        assertThat(start(jdk("17"), link, Map.of(), "x").output()).contains("[x]");
    }

    @Test
    void refusesAnOldJavaAndSaysWhatToDo() throws Exception {
        Result result = start(jdk("11.0.2"), dist.resolve("bin/dmsrec"), Map.of("PATH", tools()), "x");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).contains("needs Java 17 or newer", "is Java 11", "Install a JDK");
    }

    @Test
    void saysSoWhenThereIsNoJava() throws Exception {
        Result result = start(folder.resolve("nothing"), dist.resolve("bin/dmsrec"), Map.of("PATH", tools()), "x");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).contains("JAVA_HOME=" + folder.resolve("nothing") + " has no bin/java");
    }

    /** A PATH with the tools of the launcher, but without Java. */
    private String tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("sh", "sed", "dirname", "basename", "readlink", "head")) {
            Path found = List.of(Path.of("/bin", tool), Path.of("/usr/bin", tool)).stream()
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            Path wrapper = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + found + " \"$@\"\n");
            assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        }
        return tools.toString();
    }
}
