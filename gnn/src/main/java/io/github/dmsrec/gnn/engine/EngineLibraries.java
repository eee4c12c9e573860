package io.github.dmsrec.gnn.engine;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.jspecify.annotations.Nullable;

/**
 * The engine's native libraries, loaded once with the settings that they need, so that a plain {@code java -cp} works.
 * Every class that touches the engine calls {@link #load} in its static initialiser, before anything else.
 */
final class EngineLibraries {

    /** The system property that chooses the BLAS library. */
    static final String BLAS_PROPERTY = "org.bytedeco.openblas.load";

    /**
     * The system property that limits the memory of the process: at the making of every tensor, by any thread, a lock is
     * taken and the process's memory is read, which takes a third of the time of scoring one session, and half of what a
     * second thread could add. 0 is no limit; what limits memory here are scopes.
     */
    private static final String MEMORY_PROPERTY = "org.bytedeco.javacpp.maxPhysicalBytes";

    /**
     * The system property that names a variant of the natives. Without one the loader looks for all that a GPU needs, too:
     * forty libraries, each in more places than the one before, a tenth of the time of a short command.
     */
    static final String VARIANT_PROPERTY = "org.bytedeco.javacpp.platform.extension";

    /** No jar has natives of this variant, so that the plain ones are taken. */
    private static final String NO_VARIANT = "-cpu";

    /** The jar of CUDA has it, which another library of this JVM may need. */
    private static final String CUDA_CLASS = "/org/bytedeco/cuda/global/cudart.class";

    /** The environment variable with the number of OpenBLAS's threads. */
    static final String OPENBLAS_THREADS = "OPENBLAS_NUM_THREADS";

    private static final String MKL = "mkl_rt";

    /** The classes whose libraries the engine needs, in the order in which they load. */
    private static final List<Class<?>> PRESETS =
            List.of(org.bytedeco.openblas.global.openblas.class, org.bytedeco.pytorch.global.torch.class);

    static {
        if (System.getProperty(MEMORY_PROPERTY) == null) {
            System.setProperty(MEMORY_PROPERTY, "0");
        }
        if (System.getProperty(VARIANT_PROPERTY) == null && Loader.class.getResource(CUDA_CLASS) == null) {
            System.setProperty(VARIANT_PROPERTY, NO_VARIANT);
        }
        boolean mkl = chooseBlas();
        requireNatives();
        ignoreForeignLibraries();
        if (!mkl && System.getenv(OPENBLAS_THREADS) == null) {
            // The threads of OpenBLAS and those of the engine fight: 6 to 8 times slower.
            Loader.load(org.bytedeco.openblas.global.openblas.class);
            openblas_nolapack.blas_set_num_threads(1);
        }
    }

    private EngineLibraries() {}

    /**
     * Returns once the settings are in force; the libraries load at first use.
     *
     * @throws UnsatisfiedLinkError if the natives of this platform are not on the class path or cannot be loaded
     */
    static void load() {
        // The static initialiser does the work, once.
    }

    /** The BLAS library in force. */
    static String blas() {
        String chosen = System.getProperty(BLAS_PROPERTY, "");
        return chosen.isEmpty() ? "OpenBLAS" : chosen;
    }

    /** Chooses MKL where it is on the class path, unless the user chose; whether anything but OpenBLAS is chosen. */
    private static boolean chooseBlas() {
        if (System.getProperty(BLAS_PROPERTY) != null) {
            return !System.getProperty(BLAS_PROPERTY, "").isEmpty();
        }
        // What the property names decides where the loader looks, so it is set before asking.
        System.setProperty(BLAS_PROPERTY, MKL);
        Class<?> blas = PRESETS.get(0);
        ClassProperties properties = propertiesOf(blas);
        boolean there = librariesOf(properties).stream()
                .anyMatch(name -> name.startsWith(MKL) && carries(blas, properties, name));
        if (!there) {
            System.clearProperty(BLAS_PROPERTY);
        }
        return there;
    }

    private static void requireNatives() {
        Class<?> engine = PRESETS.get(PRESETS.size() - 1);
        ClassProperties properties = propertiesOf(engine);
        if (!carries(engine, properties, properties.getProperty("platform.library"))) {
            String platform = Loader.getPlatform();
            throw new UnsatisfiedLinkError("The native libraries of the tensor engine for " + platform
                    + " are not on the class path. Add the dependency io.github.dmsrec:dmsrec-natives-" + platform
                    + " in the version of dmsrec.");
        }
    }

    /**
     * What the jars do not carry (CUDA's half of the engine where a variant is chosen, libraries of other versions of
     * compilers) the loader would take from the system, from java.library.path among others: a libtorch of another
     * version beside ours ends the JVM. So every such name is given a harmless library that is loaded already.
     */
    private static void ignoreForeignLibraries() {
        Map<String, String> missing = new HashMap<>();
        Set<String> carried = new HashSet<>();
        for (Class<?> preset : PRESETS) {
            ClassProperties properties = propertiesOf(preset);
            for (String library : librariesOf(properties)) {
                String name = library.endsWith("!") ? library.substring(0, library.length() - 1) : library;
                if (name.endsWith("#")) {
                    continue; // Named only for the linker.
                }
                if (carried.contains(loadedAs(name))) {
                    continue;
                }
                if (carries(preset, properties, name)) {
                    carried.add(loadedAs(name));
                } else {
                    missing.put(loadedAs(name), name);
                }
            }
        }
        missing.keySet().removeAll(carried);
        URL[] harmless = {ownLibrary()};
        missing.values().forEach(name -> Loader.loadLibrary(Loader.class, harmless, name));
    }

    private static URL ownLibrary() {
        try {
            return new File(Loader.load(Loader.class)).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the loader's own library has no address", e);
        }
    }

    private static ClassProperties propertiesOf(Class<?> preset) {
        Properties platform = Loader.loadProperties();
        ClassProperties properties = Loader.loadProperties(preset, platform, true);
        // Only the class path counts, no folder of the system.
        properties.get("platform.linkpath").clear();
        properties.get("platform.preloadpath").clear();
        return properties;
    }

    private static List<String> librariesOf(ClassProperties properties) {
        List<String> libraries = new ArrayList<>(properties.get("platform.preload"));
        libraries.addAll(properties.get("platform.link"));
        return libraries;
    }

    /** Whether the class path has a library. What stands behind # is the name that it is loaded as. */
    private static boolean carries(Class<?> preset, ClassProperties properties, @Nullable String library) {
        if (library == null) {
            return false;
        }
        List<String> places = properties.get("platform.preloadresource");
        int given = places.size();
        boolean found = Loader.findLibrary(preset, properties, library.split("#", -1)[0], false).length > 0;
        // The loader adds a place at every call and looks into all of them: the sixtieth call would take ten times as
        // long.
        places.subList(given, places.size()).clear();
        return found;
    }

    private static String loadedAs(String library) {
        String[] names = library.split("#", -1);
        return names.length > 1 && !names[1].isEmpty() ? names[1] : names[0];
    }
}
