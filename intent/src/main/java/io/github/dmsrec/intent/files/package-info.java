/** The files of a folder of intents, for those that read them beside the folder itself. */
@API(status = API.Status.INTERNAL)
@NullMarked
package io.github.dmsrec.intent.files;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
