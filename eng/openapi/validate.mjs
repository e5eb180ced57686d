// Says nothing if the OpenAPI document in the file is valid; else what is wrong, and fails.
import SwaggerParser from "@apidevtools/swagger-parser";

await SwaggerParser.validate(process.argv[2]);
