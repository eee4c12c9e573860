package io.github.dmsrec.datasets.download;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file at an official address.
 *
 * @param name what it is called on the disk
 * @param addresses where it is, the first one that answers counts; a redirect may lead to the host of any of them
 * @param size in bytes, as published; empty where nobody has published it, and the server's word counts
 * @param md5 in hexadecimal, as published; empty where nobody has published it
 * @param most the most bytes that it may have, packed or not
 */
public record RemoteFile(String name, List<URI> addresses, OptionalLong size, Optional<String> md5, long most) {

    public RemoteFile {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("the file '" + name + "' has no address");
        }
    }

    /** Whether it is a zip that is unpacked. */
    boolean isZip() {
        return name.endsWith(".zip");
    }

    /** Whether it is packed by gzip, and stays so: imports read it as it is. */
    boolean isGzip() {
        return name.endsWith(".gz");
    }
}
