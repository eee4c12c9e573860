package io.github.dmsrec.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.blend.Scale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file {@code blend.json} in the folder of a blend: how the scores of its members become one.
 *
 * @param scale makes them comparable
 * @param members in the order of the blend
 */
record BlendFile(Scale scale, List<Member> members) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String NAME = "blend.json";

    /** The folder, inside a blend, of its members. */
    static final String MEMBERS_FOLDER = "members";

    /**
     * A model of the blend.
     *
     * @param name of its folder in {@value #MEMBERS_FOLDER}
     * @param weight at least 0
     */
    record Member(String name, double weight) {}

    BlendFile {
        members = List.copyOf(members);
    }

    /** Where a member is. */
    static Path place(Path blend, Member member) {
        return blend.resolve(MEMBERS_FOLDER).resolve(member.name());
    }

    void write(Path folder) throws IOException {
        JSON.writeValue(folder.resolve(NAME).toFile(), this);
    }

    /** Reads that of a blend whose files are as they were written. */
    static BlendFile read(ArtefactFolder folder) {
        try {
            return JSON.readValue(folder.file(NAME).toFile(), BlendFile.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.file(NAME), e);
        }
    }
}
