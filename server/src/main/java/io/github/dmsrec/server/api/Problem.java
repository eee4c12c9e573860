package io.github.dmsrec.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Why a request was not answered: a problem document (RFC 9457). */
@SchemaDescription("Why a request was not answered (RFC 9457).")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        @SchemaDescription("Always about:blank: the status says the kind.") String type,
        @SchemaDescription("The status in words.") String title,
        @SchemaDescription(value = "The HTTP status.", least = 400, most = 599) int status,
        @SchemaDescription("What is wrong.") String detail,
        @SchemaDescription("The field of the request that is wrong.") @Nullable String field,
        @SchemaDescription("What to do.") @Nullable String fix,
        @SchemaDescription("The line of a batch that is wrong, from 1.") @Nullable Integer line,
        @SchemaDescription("Names this answer in the server's log.") @JsonProperty("request_id") String requestId) {}
