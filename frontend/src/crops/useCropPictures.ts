import { useEffect, useMemo } from "react";
import { CropPictures } from "./pictures";
import { pictureServer } from "./server";

/** The small pictures of a dataset's objects for as long as they are shown. */
export function useCropPictures(dataset: string): CropPictures {
  const pictures = useMemo(() => new CropPictures(pictureServer(dataset)), [dataset]);
  useEffect(() => () => pictures.close(), [pictures]);
  return pictures;
}
