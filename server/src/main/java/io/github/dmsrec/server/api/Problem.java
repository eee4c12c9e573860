package io.github.dmsrec.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Why a request was not answered: a problem document (RFC 9457). */
@Described("Why a request was not answered (RFC 9457).")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        @Described("Always about:blank: the status says the kind.") String type,
        @Described("The status in words.") String title,
        @Described(value = "The HTTP status.", least = 400, most = 599) int status,
        @Described("What is wrong.") String detail,
        @Described("The field of the request that is wrong.") @Nullable String field,
        @Described("What to do.") @Nullable String fix,
        @Described("The line of a batch that is wrong, from 1.") @Nullable Integer line,
        @Described("Names this answer in the server's log.") @JsonProperty("request_id") String requestId) {}
