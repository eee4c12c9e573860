package io.github.dmsrec.gnn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The engine in a JVM of its own, started as any program is: no launcher, no settings. */
@EnabledOnOs(OS.LINUX)
class EngineLibrariesTest {

    @TempDir
    private Path folder = Path.of("");

    @Tag("slow")
    @Test
    void choosesMklAndTakesNoLibraryFromTheSystem() throws Exception {
        // Any library serves: it must not be loaded at all.
        Path any = Path.of(System.getProperty("java.home"), "lib", "libverify.so");
        for (String name : List.of("torch_cuda", "c10_cuda", "torch", "nvToolsExt", "gfortran")) {
            Files.copy(any, folder.resolve(System.mapLibraryName(name)));
        }

        List<String> lines = inAJvmOfItsOwn("-Djava.library.path=" + folder);

        assertThat(lines).contains("blas mkl_rt", "threads 1", "variant -cpu", "sum 6.0");
        assertThat(lines).anyMatch(line -> line.endsWith("libtorch_cpu.so"));
        assertThat(lines).noneMatch(line -> line.contains(folder.toString()));
    }

    /** A user's variant stands, here the GPU's: its libraries are not there, and none of the system takes their place. */
    @Tag("slow")
    @Test
    void leavesTheUsersChoiceOfVariant() throws Exception {
        Path any = Path.of(System.getProperty("java.home"), "lib", "libverify.so");
        Files.copy(any, folder.resolve(System.mapLibraryName("torch_cuda")));

        List<String> lines =
                inAJvmOfItsOwn("-Djava.library.path=" + folder, "-D" + EngineLibraries.VARIANT_PROPERTY + "=-gpu");

        assertThat(lines).contains("variant -gpu", "sum 6.0");
        assertThat(lines).noneMatch(line -> line.contains(folder.toString()));
    }

    // Slow: its libraries are unpacked into a folder of their own, 700 MB, because the loader's cache keeps one BLAS.
    @Tag("slow")
    @Test
    void leavesTheUsersChoiceOfBlasAndGivesOpenBlasOneThread() throws Exception {
        List<String> lines = inAJvmOfItsOwn(
                "-Dorg.bytedeco.openblas.load=", "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"));

        assertThat(lines).contains("blas OpenBLAS", "busy threads 1", "sum 6.0");
        assertThat(lines).noneMatch(line -> line.contains("mkl_rt"));
    }

    @Test
    void namesTheVariablesThatAreNotSet() {
        assertThat(LaunchVariable.unset(Map.of(), "mkl_rt", "Linux"))
                .extracting(LaunchVariable::name)
                .containsExactly("GOMP_SPINCOUNT", "GLIBC_TUNABLES", "KMP_BLOCKTIME");
        assertThat(LaunchVariable.unset(Map.of("GOMP_SPINCOUNT", "1", "GLIBC_TUNABLES", ""), "OpenBLAS", "Linux"))
                .isEmpty();
        assertThat(LaunchVariable.unset(Map.of(), "mkl_rt", "Windows 11"))
                .extracting(LaunchVariable::name)
                .containsExactly("KMP_BLOCKTIME");
    }

    private static List<String> inAJvmOfItsOwn(String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(String.join(File.separator, System.getProperty("java.home"), "bin", "java"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PlainProgram.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeAll(List.of("OPENBLAS_NUM_THREADS", "GOMP_SPINCOUNT", "KMP_BLOCKTIME", "GLIBC_TUNABLES"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    /** Touches the engine through a tensor first, and prints what was loaded. */
    static final class PlainProgram {

        private PlainProgram() {}

        public static void main(String[] arguments) throws IOException {
            try (Scope scope = Scope.inference()) {
                float[] sum = Tensor.of(Precision.FLOAT, new float[] {1, 2, 3}, 3)
                        .sum()
                        .floats();
                System.out.println("sum " + sum[0]);
            }
            Engine.configure(1);
            Engine.Report report = Engine.report();
            System.out.println("blas " + report.blas());
            System.out.println("threads " + report.threads());
            System.out.println("variant " + System.getProperty(EngineLibraries.VARIANT_PROPERTY));
            System.out.println("busy threads " + threadsThatMultiply());
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                if (line.contains(".so") && line.contains(" r-xp ")) {
                    System.out.println(line.substring(line.indexOf('/')));
                }
            }
        }

        /** How many threads work at products of matrices; those of the JVM itself have other names. */
        private static long threadsThatMultiply() throws IOException {
            float[] ones = new float[1 << 18];
            Map<String, Long> before = processorTime();
            try (Scope scope = Scope.inference()) {
                Tensor matrix = Tensor.of(Precision.FLOAT, ones, 512, 512);
                for (int i = 0; i < 100; i++) {
                    Scope.part(() -> matrix.matmul(matrix).sum());
                }
            }
            return processorTime().entrySet().stream()
                    .filter(time -> time.getValue() - before.getOrDefault(time.getKey(), 0L) > 3)
                    .count();
        }

        private static Map<String, Long> processorTime() throws IOException {
            Map<String, Long> times = new HashMap<>();
            try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
                for (Path thread : threads.toList()) {
                    String stat = Files.readString(thread.resolve("stat"));
                    if (stat.contains("(java)")) {
                        String[] fields = stat.substring(stat.indexOf(") ") + 2).split(" ", -1);
                        times.put(
                                thread.getFileName().toString(),
                                Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
                    }
                }
            }
            return times;
        }
    }
}
