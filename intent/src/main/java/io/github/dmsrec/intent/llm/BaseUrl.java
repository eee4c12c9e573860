package io.github.dmsrec.intent.llm;

import io.github.dmsrec.core.UserMistakeException;
import java.net.URI;
import java.net.URISyntaxException;

/** The address of an endpoint, up to and with the version. */
public final class BaseUrl {

    private BaseUrl() {}

    /**
     * Checks an address.
     *
     * @param example what one looks like
     * @return without a slash at its end
     * @throws UserMistakeException if it is not an http or https address, or holds what may be a secret
     */
    public static String checked(String text, String example) {
        String fix = "Write an address like " + example + ".";
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new UserMistakeException(
                    "The base URL '" + text + "' is not an address: " + e.getReason() + ".", fix, e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (uri.getUserInfo() != null || uri.getQuery() != null) {
            // Its text is kept from the message: what stands there may be a secret.
            throw new UserMistakeException(
                    "The base URL holds a user, a password or a query.",
                    "Put the API key into the environment variable, and give the address alone.");
        }
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new UserMistakeException("The base URL '" + text + "' is not an http or https address.", fix);
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
