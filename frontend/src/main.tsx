import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import "@mantine/core/styles/UnstyledButton.css";
import "@mantine/core/styles/Paper.css";
import "@mantine/core/styles/Overlay.css";
import "@mantine/core/styles/CloseButton.css";
import "@mantine/core/styles/ScrollArea.css";
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/Menu.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { queryClient } from "./api/queries";
import { router } from "./routes";
import { MarkPatterns } from "./ui/Marks";
import { Notices } from "./ui/notices";
import { renewWhenRebuilt } from "./ui/renewing";
import { ShortcutProvider } from "./ui/shortcuts";
import { readLook, setLook, theme, variables } from "./ui/theme";

setLook(readLook());
renewWhenRebuilt();
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content;
// The library that keeps the page from scrolling behind a dialog reads its nonce from this global name.
Object.assign(window, { __webpack_nonce__: nonce });

createRoot(document.getElementById("app")!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={variables} getStyleNonce={() => nonce ?? ""}>
      <QueryClientProvider client={queryClient}>
        <ShortcutProvider>
          <MarkPatterns />
          <RouterProvider router={router} />
          <Notices />
        </ShortcutProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
