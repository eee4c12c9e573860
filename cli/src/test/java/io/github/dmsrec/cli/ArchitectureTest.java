package io.github.dmsrec.cli;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.dmsrec.Progress;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.intent.llm.OpenAiEndpoint;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;

/** What may use what, over the classes of all modules. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.github.dmsrec");

    private static final DescribedPredicate<JavaClass> OF_THE_LLM_CLIENT = DescribedPredicate.describe(
            "of the LLM client", type -> type.getPackageName().startsWith("dev.langchain4j"));

    @Test
    void theScanSawTheClassesOfAllModules() {
        assertThat(CLASSES.contain(SessionDataset.class)).isTrue();
        assertThat(CLASSES.contain(Datasets.class)).isTrue();
        assertThat(CLASSES.contain(SessionModel.class)).isTrue();
        assertThat(CLASSES.contain(TextEncoder.class)).isTrue();
        assertThat(CLASSES.contain(Main.class)).isTrue();
        assertThat(CLASSES.size()).isGreaterThan(150);
        assertThat(CLASSES.get(Engine.class).getDirectDependenciesFromSelf())
                .anyMatch(dependency ->
                        dependency.getTargetClass().getPackageName().startsWith("org.bytedeco"));
        assertThat(CLASSES.get(OpenAiEndpoint.class).getDirectDependenciesFromSelf())
                .anyMatch(dependency -> OF_THE_LLM_CLIENT.test(dependency.getTargetClass()));
    }

    /** The packages of each module, the lowest first; what stands on one line knows nothing of each other. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("core.."),
            List.of("baseline..", "datasets..", "gnn..", "intent.."),
            List.of("stage..", "doctor.."),
            List.of("live.."),
            List.of("predict.."),
            List.of(""),
            List.of("experiment..", "server.."),
            List.of("cli.."));

    /** The packages of the module datasets, likewise. */
    private static final List<List<String>> LAYERS_OF_DATASETS = List.of(
            List.of("datasets.source", "datasets.session", "datasets.split", "datasets.download"),
            List.of("datasets.format..", "datasets.check", "datasets.synthetic"),
            List.of("datasets.imports"),
            List.of("datasets.append"),
            List.of("datasets"));

    /** Every module may use only those below it, as docs/architecture.md lists them. */
    @Test
    void modulesDependOneWayOnly() {
        dependOneWayOnly(LAYERS);
    }

    @Test
    void packagesOfDatasetsDependOneWayOnly() {
        dependOneWayOnly(LAYERS_OF_DATASETS);

        Set<String> listed = LAYERS_OF_DATASETS.stream()
                .flatMap(List::stream)
                .map(packages -> named(packages).replace("..", ""))
                .collect(Collectors.toSet());
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name ->
                                name.startsWith(named("datasets")) && !name.startsWith(named("datasets.format")))
                        .collect(Collectors.toSet()))
                .isSubsetOf(listed)
                .hasSize(listed.size() - 1);
    }

    private static void dependOneWayOnly(List<List<String>> layers) {
        for (int layer = 0; layer < layers.size(); layer++) {
            for (String packages : layers.get(layer)) {
                List<String> above = layers.subList(layer + 1, layers.size()).stream()
                        .flatMap(List::stream)
                        .toList();
                seesNothingOf(
                        packages,
                        Stream.concat(
                                above.stream(), layers.get(layer).stream().filter(other -> !other.equals(packages))));
            }
        }
    }

    private static void seesNothingOf(String packages, Stream<String> others) {
        noClasses()
                .that()
                .resideInAPackage(named(packages))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others.map(ArchitectureTest::named).toArray(String[]::new))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static String named(String packages) {
        return packages.isEmpty() ? "io.github.dmsrec" : "io.github.dmsrec." + packages;
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.dmsrec.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyGnnSeesTheTensorEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.dmsrec.gnn.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CLASSES);
    }

    /** What loads the engine's libraries first must be what sets how they load. */
    @Test
    void theEngineIsTouchedAfterItsSettingsAlone() {
        List<JavaClass> touching = CLASSES.stream()
                .filter(type -> type.getPackageName().equals("io.github.dmsrec.gnn.engine"))
                .filter(type -> !type.getEnclosingClass().isPresent()
                        && !type.getSimpleName().equals("EngineLibraries"))
                .filter(type -> type.getCodeUnitCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().getPackageName().startsWith("org.bytedeco")))
                .toList();

        assertThat(touching).hasSizeGreaterThan(4);
        assertThat(touching).allSatisfy(type -> assertThat(
                        type.getStaticInitializer().orElseThrow().getMethodCallsFromSelf())
                .as(type.getName())
                .anyMatch(call -> call.getTargetOwner().getSimpleName().equals("EngineLibraries")));
    }

    /** The public package promises something, all others do not. */
    @Test
    void everyPackageSaysHowStableItIs() {
        Set<JavaPackage> packages = CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

        assertThat(packages).hasSizeGreaterThan(30);
        assertThat(packages).allSatisfy(room -> assertThat(
                        room.tryGetAnnotationOfType(API.class).map(API::status))
                .as(room.getName())
                .hasValue(room.getName().equals("io.github.dmsrec") ? API.Status.EXPERIMENTAL : API.Status.INTERNAL));
    }

    @Test
    void onlyOnePackageSeesTheLlmClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.dmsrec.intent.llm..")
                .should()
                .dependOnClassesThat(are(OF_THE_LLM_CLIENT))
                .check(CLASSES);
    }

    @Test
    void onlyOneClassSeesLlamaCpp() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.github.dmsrec.intent.llama.LlamaEndpoint")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("de.kherud..")
                .check(CLASSES);
    }

    @Test
    void onlyOnePackageSeesTheHttpServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.github.dmsrec.server.http..", "io.github.dmsrec.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
    }

    /** A program that uses the library asks for progress on standard error by name, {@code Progress.console()}. */
    @Test
    void onlyTheConsoleUsesTheStandardStreams() {
        noClasses()
                .that()
                .areNotAssignableTo(Console.class)
                .and()
                .doNotBelongToAnyOf(Progress.class)
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void exceptionsHaveAMeaningAndLoggingGoesOneWay() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(CLASSES);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)").check(CLASSES);
    }
}
