// Written by `npm run types` from /api/schema/. Do not edit.
export interface paths {
    "/api/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Asset cards of a dataset or a project, in the order in which they came. */
        get: operations["assets_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["assets_read"];
        put?: never;
        post?: never;
        /** @description Deletes the asset with all that was derived from it, as a job. The body confirms: `{"confirm": true}`. */
        delete: operations["assets_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/annotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The objects of an asset with their keyframes; with a window, only the keyframes that it needs. */
        get: operations["annotations_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Approves the revision that was looked at, and starts its redaction. */
        post: operations["assets_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What the last run found below the threshold. */
        get: operations["assets_candidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was done to an asset's objects, newest first. */
        get: operations["changes_list"];
        put?: never;
        /**
         * @description Applies changes, all or nothing. Objects that others touched since `base_revision` answer 409 with both
         *     versions; changes on other objects go through.
         */
        post: operations["changes_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["comments_list"];
        put?: never;
        post: operations["comments_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/exclude": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["assets_exclude"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/files/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description A file of an asset: original, view, proxy, thumbnail, redacted, redacted_view, redacted_thumbnail. Ranges are
         *     supported. Without the right to see originals the redacted twin is sent once the asset is approved, or the file
         *     is not there.
         */
        get: operations["assets_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Follows an object through a clip, from a shape at a frame on or `back` from it. The job's `result` has the
         *     `keyframes` of those frames, the `last` one that was reached and `why` it ends there: *end*, *cut*, *left* or
         *     *lost*. Nothing is changed.
         */
        post: operations["assets_follow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/frames": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A video's frame table: frame n is the n-th presentation time, in ticks of the time base. */
        get: operations["assets_frames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/hunt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Where frames, and parts of frames, are shown in full size as they would be redacted now; 202 while a job
         *     makes them.
         */
        post: operations["assets_hunt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/include": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["assets_include"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/looks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description What of a clip is to be looked at to find who was missed. The job's `result` has the `frames` in which the
         *     picture changes, and as `places` `[frame, x, y, width, height, doubt]` where something was found that nothing
         *     hides, the most doubtful first; `left` is how many more of them there are, `searched` is false where no detector
         *     has looked. Nothing is changed.
         */
        post: operations["assets_looks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Says that the caller has the asset open (again every 10 s), and tells who else has. */
        post: operations["presence_say"];
        delete: operations["presence_leave"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Where a frame is shown exactly as it would be redacted now; 202 while a job makes the picture. */
        post: operations["assets_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes an asset back from review or approval to work on it again. */
        post: operations["assets_reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/request-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["assets_request_changes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The decisions about an asset, newest first. */
        get: operations["reviews_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/searched": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Says that the caller has looked through the whole asset for a label. */
        post: operations["assets_searched"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/spot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Looks closely at a place where somebody was missed. The job's `result` has the `box` that was found there, or
         *     (`found: false`) a box around the place; and under `similar` finds like it, below the threshold, in this
         *     dataset. Nothing is changed.
         */
        post: operations["assets_spot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Asks for a review. */
        post: operations["assets_submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description One act on up to 500 assets; each refusal says why. 202 where a job does the rest. */
        post: operations["assets_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All assets that the filters leave, at most 20,000, to be chosen by one act: a few facts of each. */
        get: operations["assets_ids"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/assets/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The next asset that needs the caller; 204 where none does. */
        get: operations["assets_next"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who did what, and when; for owners. Names lie beside the log and may have been erased. */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who I am and where I belong; 401 when signed out. Sets the CSRF cookie in both cases. */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["change_me"];
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Change my password; other sessions of mine end. */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Sign in by session. After eight wrong passwords: 429 for a quarter of an hour. */
        post: operations["sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/comments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["comments_change"];
        trace?: never;
    };
    "/api/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The datasets that the caller may view, of one project or of all. */
        get: operations["datasets_list"];
        put?: never;
        post: operations["datasets_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["datasets_read"];
        put?: never;
        post?: never;
        /** @description Deletes the dataset with everything in it, as a job. The body confirms: `{"confirm": true}`. */
        delete: operations["datasets_delete"];
        options?: never;
        head?: never;
        patch: operations["datasets_change"];
        trace?: never;
    };
    "/api/datasets/{id}/crops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The objects of a dataset, riskiest first, and where each is shown. */
        get: operations["crops_list"];
        put?: never;
        /** @description Cuts out the objects of these assets, as a job; the list tells where they are shown then. */
        post: operations["crops_cut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}/crops/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description The small pictures of objects, in the order of their ids: of each its length in bytes, as four bytes with the
         *     highest first, and so many bytes of JPEG; none where it was not cut out.
         */
        get: operations["crops_pictures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description One decision about objects of a dataset. Objects that somebody touched since they were looked at are
         *     refused, the others go through.
         */
        post: operations["decisions_make"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}/decisions/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes the caller's decisions back, unless somebody touched the objects since. */
        post: operations["decisions_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}/hunt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was looked through, what was not, and what samples say about the rest. */
        get: operations["hunt_state"];
        put?: never;
        /**
         * @description Draws up to 60 pictures by chance of those that look clean and that nobody has looked through, or with
         *     `of: frames` up to 60 frames of all clips; list the assets by `GET assets?sample=<id>`.
         */
        post: operations["hunt_sample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}/looked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Says that the caller has looked through these assets for everything that the policy hides. */
        post: operations["datasets_looked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Puts objects together or apart by hand. */
        put: operations["people_move"];
        /**
         * @description Groups the faces of a dataset by likeness, as a job: the list of objects gives each its `person` then.
         *     Nothing is decided by it, and whom people put together or apart stays so.
         */
        post: operations["people_group"];
        /** @description Forgets who is the same. */
        delete: operations["people_forget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}/scores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How many of what waits in a dataset have which score: what another threshold would hide, or no longer. */
        get: operations["scores_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}/threshold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What making another threshold hold would do to clips and to what is in review; nothing is changed. */
        get: operations["threshold_preview"];
        put?: never;
        /**
         * @description Makes another threshold of a label hold for what waits in a dataset, some assets a request: what reaches it
         *     is hidden, objects of the search below it are removed. Finds below the policy's threshold become hidden objects,
         *     those in clips by a job.
         */
        post: operations["threshold_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/datasets/{id}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Takes pictures and videos in. 202 with the job that looks at them, or 200 where nothing was new. */
        post: operations["uploads_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/detections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The runs over an asset, newest first. */
        get: operations["detections_list"];
        put?: never;
        /**
         * @description Searches a dataset or some of its assets again. Objects that a person has touched stay as they are. An
         *     approved asset in which something else is found is open again; `approved` at `/api/projects/{id}/searches` says
         *     how many that may be.
         */
        post: operations["detections_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/detectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every detector there is; those that cannot run say why. */
        get: operations["detectors_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Those of a dataset, newest first. */
        get: operations["evaluations_list"];
        put?: never;
        /**
         * @description Compares what one or two sets find with what people reviewed: approved pictures, the label's objects that
         *     are hidden or kept. Nothing is changed by it.
         */
        post: operations["evaluations_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["evaluations_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/evaluations/{id}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The pictures in which true boxes are covered by one set alone, or by none; most differences first. */
        get: operations["evaluations_differences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. */
        get: operations["exports_list"];
        put?: never;
        /** @description Starts an export of what is ready: redacted pixels, annotations, manifest. */
        post: operations["exports_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["exports_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The archive. Ranges are supported. */
        get: operations["exports_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/{id}/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The manifest as it lies in the archive. */
        get: operations["exports_manifest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/exports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What an export of the dataset would hold now, and what it would leave out. */
        get: operations["exports_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. */
        get: operations["jobs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["jobs_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description What waits is cancelled at once; what runs stops at its next write. */
        post: operations["jobs_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Queues the failed and cancelled steps anew, also while others run. */
        post: operations["jobs_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["jobs_steps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/labels/{label}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Refused while objects carry the label or the policy hides it. */
        delete: operations["delete_label"];
        options?: never;
        head?: never;
        patch: operations["change_label"];
        trace?: never;
    };
    "/api/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Links that nobody has used yet, without their secrets. */
        get: operations["list_links"];
        put?: never;
        /** @description An invitation with a role, or a new password for a member. The address is shown this once. */
        post: operations["make_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/links/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revoke_link"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/links/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What a link is for. Opening it does nothing yet. */
        get: operations["open_link"];
        put?: never;
        /** @description Takes the link: accepts the invitation, sets the new password, or signs in. Works once. */
        post: operations["use_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who belongs to a project (also by belonging to all projects), or to an organization. */
        get: operations["list_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members/{member}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Ends the membership at once; the person's name is erased where no membership is left. */
        delete: operations["remove_member"];
        options?: never;
        head?: never;
        /** @description Changes role or sight, never of or to a role above one's own. */
        patch: operations["change_member"];
        trace?: never;
    };
    "/api/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every way to hide something, and what it is worth. */
        get: operations["methods_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_organizations"];
        put?: never;
        /** @description Only an administrator of the installation makes organizations; sign-up is closed. */
        post: operations["create_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{organization}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_organization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Its name, and whether pictures may be sent to cloud detectors; an owner decides. */
        patch: operations["change_organization"];
        trace?: never;
    };
    "/api/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every preset: a choice of detectors, one for each label kind; /api/detectors says which can run. */
        get: operations["presets_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_projects"];
        put?: never;
        /** @description Three answers make a project: what to hide, how, and who reviews. */
        post: operations["create_project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_project"];
        put?: never;
        post?: never;
        /** @description Deletes the project with every original, rendition, run and export in it. Type its name to confirm. */
        delete: operations["delete_project"];
        options?: never;
        head?: never;
        patch: operations["change_project"];
        trace?: never;
    };
    "/api/projects/{project}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_label"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project}/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All versions, newest first. */
        get: operations["list_policies"];
        put?: never;
        /** @description Publishes the next version, or (`dry_run`) says how many approvals would fall. */
        post: operations["publish_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who has an asset of this project open right now. */
        get: operations["project_presence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project}/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Renders one picture as settings that are not published yet would; `job.result.rendition` is the file. */
        post: operations["render_sample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/projects/{project}/searches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description For each label of a project: what looks for it now, and how many assets were searched so, otherwise, by
         *     hand, or not at all; and how many approvals another search may take back.
         */
        get: operations["project_searches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proofs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Those of a dataset, newest first. */
        get: operations["proofs_list"];
        put?: never;
        /**
         * @description Measures what is left of people in the files that may leave, or that left by an export: who is still found,
         *     who can be linked again, what plates say, what changed besides. Nothing is changed by it.
         */
        post: operations["proofs_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proofs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["proofs_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proofs/{id}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The figures as a file, as `moretta evaluate privacy --json` writes it. */
        get: operations["proofs_figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proofs/{id}/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The report as one page. Without the right to see originals it has no pictures. */
        get: operations["proofs_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/samples/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Says that all of a sample was looked through, and where somebody was missed. */
        post: operations["hunt_sample_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description My own tokens, without their secrets. */
        get: operations["list_tokens"];
        put?: never;
        /** @description A token for programs; its secret is shown this once. It never may more than its person. */
        post: operations["make_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revoke_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The workers that live, the lengths of the queues, and a sentence when work waits for nobody. */
        get: operations["workers_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AnnotationAnswer: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            label: string;
            source: components["schemas"]["SourceEnum"];
            /** Format: double */
            score: number;
            decision: components["schemas"]["DecisionEnum"];
            reason: string;
            attributes: {
                [key: string]: unknown;
            };
            flags: components["schemas"]["FlagAnswer"][];
            /** @description Under the asset's policy, where it is present. */
            hidden: boolean;
            keyframes: components["schemas"]["KeyframeShape"][];
            first_frame: number;
            last_frame: number;
            /** Format: uuid */
            author: string | null;
            /** @description The asset's revision that touched it last. */
            revision: number;
        };
        AnnotationsAnswer: {
            revision: number;
            annotations: components["schemas"]["AnnotationAnswer"][];
        };
        ApproveFormRequest: {
            /** @description The revision that was looked at. */
            revision: number;
            /** @default false */
            hide_undecided: boolean;
            /** @default  */
            comment: string;
            coverage?: {
                [key: string]: unknown;
            };
        };
        AssetCard: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            dataset: string;
            /** Format: uuid */
            project: string;
            name: string;
            kind: components["schemas"]["AssetKindEnum"];
            state: components["schemas"]["AssetStateEnum"];
            reason: string;
            error: string;
            width: number | null;
            height: number | null;
            n_frames: number;
            /** @description The frame that thumbnail and marks show. */
            cover_frame: number;
            /** Format: double */
            duration: number | null;
            /** Format: double */
            fps: number | null;
            revision: number;
            counts: components["schemas"]["CountsAnswer"];
            /** @description Every label that the policy redacts was searched for. */
            searched: boolean;
            marks: components["schemas"]["MarkAnswer"][];
            files: components["schemas"]["FilesAnswer"];
            notes: string[];
            /** @description Whose work it is. */
            assignee: components["schemas"]["Assignee"] | null;
            /** Format: double */
            risk: number;
            /** Format: date-time */
            updated_at: string;
            /** Format: date-time */
            created_at: string;
            job: components["schemas"]["AssetJobAnswer"] | null;
        };
        AssetDetail: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            dataset: string;
            /** Format: uuid */
            project: string;
            name: string;
            kind: components["schemas"]["AssetKindEnum"];
            state: components["schemas"]["AssetStateEnum"];
            reason: string;
            error: string;
            width: number | null;
            height: number | null;
            n_frames: number;
            /** @description The frame that thumbnail and marks show. */
            cover_frame: number;
            /** Format: double */
            duration: number | null;
            /** Format: double */
            fps: number | null;
            revision: number;
            counts: components["schemas"]["CountsAnswer"];
            /** @description Every label that the policy redacts was searched for. */
            searched: boolean;
            marks: components["schemas"]["MarkAnswer"][];
            files: components["schemas"]["FilesAnswer"];
            notes: string[];
            /** @description Whose work it is. */
            assignee: components["schemas"]["Assignee"] | null;
            /** Format: double */
            risk: number;
            /** Format: date-time */
            updated_at: string;
            /** Format: date-time */
            created_at: string;
            job: components["schemas"]["AssetJobAnswer"] | null;
            labels: components["schemas"]["SearchedLabel"][];
            acts: string[];
            policy: components["schemas"]["PinnedPolicy"];
            media_type: string;
            /** @description Bytes of the original. */
            size: number;
            /** @description Of the original. */
            sha256: string;
            created_by: string | null;
            last_author: string | null;
            review: components["schemas"]["LastReview"] | null;
            presence: components["schemas"]["PresentPerson"][];
            neighbours: components["schemas"]["Neighbours"];
        };
        AssetIds: {
            results: components["schemas"]["ChosenAsset"][];
        };
        AssetJobAnswer: {
            /** Format: uuid */
            id: string;
            state: string;
            /**
             * Format: double
             * @description 0 … 1
             */
            progress: number;
        };
        /**
         * @description * `image` - Image
         *     * `video` - Video
         * @enum {string}
         */
        AssetKindEnum: "image" | "video";
        AssetList: {
            results: components["schemas"]["AssetCard"][];
            next: string | null;
        };
        /**
         * @description * `processing` - Processing
         *     * `failed` - Failed
         *     * `annotate` - Annotate
         *     * `in_review` - In Review
         *     * `approved` - Approved
         *     * `ready` - Ready
         *     * `excluded` - Excluded
         * @enum {string}
         */
        AssetStateEnum: "processing" | "failed" | "annotate" | "in_review" | "approved" | "ready" | "excluded";
        Assignee: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        /**
         * @description * `keep` - keep
         *     * `remove` - remove
         *     * `voices` - voices
         * @enum {string}
         */
        AudioEnum: "keep" | "remove" | "voices";
        AuditEvent: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            /**
             * Format: uuid
             * @description Null: the system.
             */
            actor: string | null;
            /** @description Empty where it was erased. */
            actor_name: string;
            act: components["schemas"]["AuditEventActEnum"];
            says: string;
            thing: string;
            thing_id: string;
            thing_name: string;
            details: {
                [key: string]: unknown;
            };
            /** @description In the chain; null: not sealed yet. */
            position: number | null;
            seal: string;
        };
        /**
         * @description * `signed_in` - signed_in
         *     * `changed_password` - changed_password
         *     * `made_link` - made_link
         *     * `used_link` - used_link
         *     * `revoked_link` - revoked_link
         *     * `made_token` - made_token
         *     * `revoked_token` - revoked_token
         *     * `added_member` - added_member
         *     * `changed_member` - changed_member
         *     * `removed_member` - removed_member
         *     * `erased_person` - erased_person
         *     * `created` - created
         *     * `changed` - changed
         *     * `allowed_cloud` - allowed_cloud
         *     * `forbade_cloud` - forbade_cloud
         *     * `used_cloud` - used_cloud
         *     * `published_policy` - published_policy
         *     * `asked_erasure` - asked_erasure
         *     * `erased` - erased
         *     * `viewed_original` - viewed_original
         *     * `uploaded` - uploaded
         *     * `imported` - imported
         *     * `assigned` - assigned
         *     * `submitted` - submitted
         *     * `approved` - approved
         *     * `asked_changes` - asked_changes
         *     * `reopened` - reopened
         *     * `excluded` - excluded
         *     * `included` - included
         *     * `searched` - searched
         *     * `sampled` - sampled
         *     * `grouped_people` - grouped_people
         *     * `forgot_people` - forgot_people
         *     * `applied_threshold` - applied_threshold
         *     * `exported` - exported
         *     * `downloaded_export` - downloaded_export
         *     * `viewed_proof` - viewed_proof
         *     * `cancelled_job` - cancelled_job
         *     * `retried_job` - retried_job
         * @enum {string}
         */
        AuditEventActEnum: "signed_in" | "changed_password" | "made_link" | "used_link" | "revoked_link" | "made_token" | "revoked_token" | "added_member" | "changed_member" | "removed_member" | "erased_person" | "created" | "changed" | "allowed_cloud" | "forbade_cloud" | "used_cloud" | "published_policy" | "asked_erasure" | "erased" | "viewed_original" | "uploaded" | "imported" | "assigned" | "submitted" | "approved" | "asked_changes" | "reopened" | "excluded" | "included" | "searched" | "sampled" | "grouped_people" | "forgot_people" | "applied_threshold" | "exported" | "downloaded_export" | "viewed_proof" | "cancelled_job" | "retried_job";
        AuditEventPage: {
            results: components["schemas"]["AuditEvent"][];
            next: string | null;
        };
        BulkAnswer: {
            done: string[];
            refused: components["schemas"]["RefusedAsset"][];
            /** @description More assets of that dataset and state: ask again for them. */
            left: number;
            job: components["schemas"]["Job"] | null;
        };
        /**
         * @description * `approve` - approve
         *     * `assign` - assign
         *     * `delete` - delete
         *     * `exclude` - exclude
         *     * `include` - include
         *     * `reopen` - reopen
         *     * `submit` - submit
         *     * `take_back` - take_back
         * @enum {string}
         */
        BulkFormActEnum: "approve" | "assign" | "delete" | "exclude" | "include" | "reopen" | "submit" | "take_back";
        /** @description Assets by id, or those of a dataset in a state; at most 500 at once. */
        BulkFormRequest: {
            act: components["schemas"]["BulkFormActEnum"];
            assets?: string[];
            /** Format: uuid */
            dataset?: string;
            state?: components["schemas"]["AssetStateEnum"];
            reason?: string;
            /** @default false */
            hide_undecided: boolean;
            /** @description By asset id, the revision that was looked at; an approval of another one is refused. */
            revisions?: {
                [key: string]: number;
            };
            /**
             * Format: uuid
             * @description For `assign`: whose work they are from now on; null: nobody's.
             */
            assignee?: string | null;
            /**
             * @description For `approve`: changes nothing. `done` are those that could be approved, once what is undecided is decided or hidden.
             * @default false
             */
            preview: boolean;
            /**
             * @description Deleting asks for it.
             * @default false
             */
            confirm: boolean;
        };
        CandidateAnswer: {
            frame: number;
            /** Format: uuid */
            label: string;
            box: number[];
            /** Format: double */
            score: number;
            /** @description Worth a person's look: one of the best that are doubtful. */
            flagged: boolean;
        };
        CandidatesAnswer: {
            /** Format: uuid */
            run: string | null;
            candidates: components["schemas"]["CandidateAnswer"][];
            /** @description There are more; ask for fewer frames. */
            cut: boolean;
            /** @description The frames that begin a new shot of a clip. */
            cuts: number[];
        };
        ChangeAnswer: {
            /** Format: uuid */
            id: string;
            revision: number;
            base_revision: number;
            author: string | null;
            /** Format: uuid */
            run: string | null;
            operations: {
                [key: string]: unknown;
            }[];
            /** @description Operations that undo it: send them as a new change. */
            inverse: {
                [key: string]: unknown;
            }[];
            /** Format: uuid */
            undoes: string | null;
            /** Format: date-time */
            at: string;
        };
        ChangeFormRequest: {
            /**
             * Format: uuid
             * @description Made by the client; sent twice, the change is applied once.
             */
            id: string;
            operations: components["schemas"]["OperationFormRequest"][];
            /** Format: uuid */
            undoes?: string;
        };
        ChangeList: {
            results: components["schemas"]["ChangeAnswer"][];
            next: string | null;
        };
        ChangeResult: {
            /** Format: uuid */
            id: string;
            revision: number;
            annotations: string[];
        };
        ChangesAnswer: {
            revision: number;
            /** @description Changes of others since the base: load the asset again to see them. */
            missed: number;
            results: components["schemas"]["ChangeResult"][];
        };
        ChangesConflict: {
            code: string;
            detail: string;
            field: string | null;
            revision: number;
            conflicts: components["schemas"]["ContestedAnswer"][];
        };
        ChangesFormRequest: {
            base_revision: number;
            changes: components["schemas"]["ChangeFormRequest"][];
        };
        ChosenAsset: {
            /** Format: uuid */
            id: string;
            revision: number;
            /** @description Objects that nobody has decided about. */
            undecided: number;
            state: components["schemas"]["AssetStateEnum"];
        };
        /**
         * @description * `same` - same
         *     * `h264` - h264
         *     * `h265` - h265
         *     * `vp9` - vp9
         *     * `av1` - av1
         * @enum {string}
         */
        CodecEnum: "same" | "h264" | "h265" | "vp9" | "av1";
        CommentAnswer: {
            /** Format: uuid */
            id: string;
            text: string;
            /** Format: uuid */
            annotation: string | null;
            frame: number | null;
            at: number[] | null;
            author: components["schemas"]["PersonAnswer"] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            resolved_at: string | null;
        };
        CommentFormRequest: {
            text: string;
            /** Format: uuid */
            annotation?: string | null;
            frame?: number | null;
            /** @description [x, y] in pixels of the upright frame. */
            at?: number[] | null;
        };
        CommentList: {
            results: components["schemas"]["CommentAnswer"][];
            next: string | null;
        };
        ComparedAnswer: {
            preset?: string;
            detector?: string;
            latest?: boolean;
            title: string;
            detectors: string[];
            /** Format: double */
            threshold: number;
            /** Format: double */
            doubtful_from: number;
        };
        ComparedFormRequest: {
            preset?: string;
            detector?: string;
            /** @description What the newest run of each picture found. */
            latest?: boolean;
            /**
             * Format: double
             * @description Left out: the detector's own, or the policy's.
             */
            threshold?: number;
        };
        ContestedAnswer: {
            /** Format: uuid */
            annotation: string;
            yours: components["schemas"]["AnnotationAnswer"] | null;
            theirs: components["schemas"]["AnnotationAnswer"] | null;
        };
        CountsAnswer: {
            hidden: number;
            kept: number;
            undecided: number;
            candidates: number;
        };
        CropAnswer: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            asset: string;
            /** @description Of the asset. */
            name: string;
            kind: components["schemas"]["CropAnswerKindEnum"];
            /** Format: uuid */
            label: string;
            source: components["schemas"]["SourceEnum"];
            /** Format: double */
            score: number;
            decision: components["schemas"]["DecisionEnum"];
            reason: string;
            flags: components["schemas"]["FlagAnswer"][];
            /**
             * Format: double
             * @description 0 … 1.
             */
            risk: number;
            /** @description Send it with a decision. */
            revision: number;
            /**
             * Format: uuid
             * @description The same for objects that were grouped.
             */
            person: string | null;
            hidden: boolean;
            /** @description Null: not cut yet (POST here), or the caller may not see originals. */
            crop: components["schemas"]["CropPlace"] | null;
        };
        /**
         * @description * `image` - image
         *     * `video` - video
         * @enum {string}
         */
        CropAnswerKindEnum: "image" | "video";
        CropCounts: {
            open: number;
            certain: number;
        };
        CropList: {
            results: components["schemas"]["CropAnswer"][];
            next: string | null;
            /** @description With the first page. */
            counts: components["schemas"]["CropCounts"] | null;
        };
        CropPlace: {
            /** @description Another one when the picture is. */
            version: string;
            frame: number;
            /** @description Of the object on that frame. */
            box: number[];
        };
        CutFormRequest: {
            assets: string[];
        };
        DatasetAnswer: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            project: string;
            name: string;
            /** Format: uuid */
            policy: string;
            policy_version: number;
            /** @description Assets by state. */
            counts: {
                [key: string]: number;
            };
            /** Format: date-time */
            created_at: string;
        };
        DatasetList: {
            results: components["schemas"]["DatasetAnswer"][];
            next: string | null;
        };
        DatasetName: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        /**
         * @description * `redact` - redact
         *     * `keep` - keep
         *     * `remove` - remove
         * @enum {string}
         */
        DecideEnum: "redact" | "keep" | "remove";
        /**
         * @description * `redact` - Redact
         *     * `keep` - Keep
         *     * `undecided` - Undecided
         * @enum {string}
         */
        DecisionEnum: "redact" | "keep" | "undecided";
        DecisionsAnswer: {
            /** @description What undoing takes. */
            changes: string[];
            done: components["schemas"]["SeenObject"][];
            refused: components["schemas"]["RefusedObject"][];
        };
        DecisionsFormRequest: {
            objects: components["schemas"]["SeenObjectRequest"][];
            decide: components["schemas"]["DecideEnum"];
            /** @default  */
            reason: string;
        };
        DetectionRequestRequest: {
            /** Format: uuid */
            dataset?: string;
            assets?: string[];
            /** @description Instead of what the policy says. */
            preset?: string;
            /** @description Instead of what the policy or a preset says. */
            detectors?: string[];
            /** @description Left out: every label that can be found. */
            labels?: string[];
            /**
             * @description Only what was not searched just so already: by an older preset, or not at all.
             * @default false
             */
            older: boolean;
        };
        DetectorAnswer: {
            name: string;
            title: string;
            /** @description Label kinds it finds. */
            labels: string[];
            /** Format: double */
            operating_threshold: number;
            /**
             * Format: double
             * @description A find below the threshold is flagged as doubtful from this score on.
             */
            doubtful_from: number;
            /** @description Which sizes it finds, in words. */
            sizes: string;
            /**
             * Format: double
             * @description CPU milliseconds for a photo of half a megapixel, roughly.
             */
            cost_ms: number;
            /** @description Pictures leave the house. */
            cloud: boolean;
            licence: string;
            available: boolean;
            /** @description Why it is not available, and what to do. */
            reason: string | null;
            says: string;
        };
        DetectorList: {
            results: components["schemas"]["DetectorAnswer"][];
        };
        /** @description True boxes `[x, y, width, height]` in pixels of the upright picture. */
        DifferenceAnswer: {
            /** Format: uuid */
            asset: string;
            name: string;
            width: number;
            height: number;
            /** @description Found by the first set alone. */
            first: number[][];
            /** @description Found by the second alone. */
            second: number[][];
            /** @description Found by none. */
            missed: number[][];
        };
        DifferenceList: {
            results: components["schemas"]["DifferenceAnswer"][];
            /** @description The `from` of the next page. */
            next: number | null;
        };
        Duplicate: {
            name: string;
            of: components["schemas"]["Original"];
        };
        EvaluationAnswer: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            dataset: string;
            /** Format: uuid */
            label: string;
            sets: components["schemas"]["ComparedAnswer"][];
            state: components["schemas"]["State294Enum"];
            /** @description One for each set; empty until it is ready. */
            figures: components["schemas"]["FiguresAnswer"][];
            together: components["schemas"]["TogetherAnswer"] | null;
            /** @description Whether the pictures in which they differ are still kept: not after one of the dataset was erased. */
            has_pictures: boolean;
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string | null;
            job: components["schemas"]["Job"] | null;
        };
        EvaluationFormRequest: {
            /** Format: uuid */
            dataset: string;
            /** Format: uuid */
            label: string;
            /** @description One or two. */
            sets: components["schemas"]["ComparedFormRequest"][];
        };
        EvaluationList: {
            results: components["schemas"]["EvaluationAnswer"][];
            next: string | null;
        };
        EvaluationStarted: {
            evaluation: components["schemas"]["EvaluationAnswer"];
            job: components["schemas"]["Job"];
        };
        ExcludeFormRequest: {
            reason: string;
        };
        ExportAnswer: {
            /** Format: uuid */
            id: string;
            number: number;
            /** Format: uuid */
            dataset: string;
            format: string;
            purpose: string;
            splits: {
                [key: string]: number;
            };
            seed: number;
            state: components["schemas"]["State294Enum"];
            /** @description Assets inside. */
            approved: number;
            left_out: components["schemas"]["LeftOutAnswer"][];
            /** @description The first 200; all are in the manifest. */
            items: components["schemas"]["ExportItemAnswer"][];
            size: number;
            sha256: string;
            manifest_sha256: string;
            policy_version: number;
            /** @description Approvals by name. */
            approved_by: {
                [key: string]: number;
            };
            self_approved: number;
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string | null;
            job: components["schemas"]["Job"] | null;
        };
        ExportFormRequest: {
            /** Format: uuid */
            dataset: string;
            format: components["schemas"]["FormatEnum"];
            purpose: string;
            /** @description Shares of train, val and test. */
            splits?: {
                [key: string]: number;
            };
            /** @default 0 */
            seed: number;
        };
        ExportItemAnswer: {
            /** Format: uuid */
            asset: string | null;
            name: string;
            sha256: string;
            split: string;
            thumbnail: string | null;
        };
        ExportList: {
            results: components["schemas"]["ExportAnswer"][];
            next: string | null;
        };
        ExportPreviewAnswer: {
            ready: number;
            /** @description Approved, and being redacted. */
            approved: number;
            /** @description Not approved yet. */
            waiting: number;
            left_out: components["schemas"]["LeftOutAnswer"][];
        };
        ExportStarted: {
            export: components["schemas"]["ExportAnswer"];
            job: components["schemas"]["Job"];
        };
        /** @description As docs/file-formats.md tells; a figure of which there is nothing to measure is null. */
        FiguresAnswer: {
            images: number;
            unanswered: number;
            /** @description True ones, by height. */
            boxes: {
                [key: string]: number;
            };
            /** @description By height. */
            recall: {
                [key: string]: number | null;
            };
            /** Format: double */
            recall_all: number | null;
            /** Format: double */
            leaking_images: number | null;
            /** Format: double */
            masked: number | null;
            /** Format: double */
            boxes_per_image: number | null;
            /** Format: double */
            false_per_negative: number | null;
            false_on_negatives: number;
            /** @description Pictures that show nothing of the label. */
            negatives: number;
            /** Format: double */
            average_precision: number | null;
            /** Format: double */
            flags_per_image: number | null;
            /**
             * Format: double
             * @description Share of the open ones that a doubtful find covers.
             */
            open_under_flags: number | null;
            /** @description 95 %, [low, high], by the figure; recall by height as recall:48+ and so on. */
            intervals: {
                [key: string]: number[] | null;
            };
        };
        /** @description Addresses of the files that the caller may read. */
        FilesAnswer: {
            original?: string;
            view?: string;
            proxy?: string;
            thumbnail?: string;
            redacted?: string;
            redacted_view?: string;
            redacted_proxy?: string;
            redacted_thumbnail?: string;
        };
        FilmState: {
            clips: number;
            /** @description Clips whose doubtful places a person has looked through. */
            seen: number;
            /** @description Of all clips. */
            frames: number;
            /** @description Frames of samples of all these clips that were looked at. */
            looked: number;
            /** @description Of these, those on which somebody was open. */
            missed: number;
            /**
             * Format: double
             * @description On at most this share of all frames somebody is open, 95 times in 100.
             */
            at_most: number | null;
        };
        FlagAnswer: {
            flag: string;
            says: string;
            /** @description The first and the last one; null: all of the object. */
            frames?: number[] | null;
            /** @description A person has looked at it and left the object as it is. */
            seen?: boolean;
        };
        FlagAnswerRequest: {
            flag: string;
            says: string;
            /** @description The first and the last one; null: all of the object. */
            frames?: number[] | null;
            /** @description A person has looked at it and left the object as it is. */
            seen?: boolean;
        };
        FollowFormRequest: {
            frame: number;
            /** @description Where the object is at that frame. */
            shape: {
                [key: string]: unknown;
            };
            /** Format: uuid */
            label: string;
            /**
             * @description Through the frames before it.
             * @default false
             */
            back: boolean;
        };
        /**
         * @description * `coco` - coco
         *     * `yolo` - yolo
         * @enum {string}
         */
        FormatEnum: "coco" | "yolo";
        FrameTableAnswer: {
            /** @description [numerator, denominator] */
            time_base: number[];
            /** @description Presentation time of every frame. */
            pts: number[];
        };
        /**
         * @description * `run` - run
         *     * `hand` - hand
         *     * `none` - none
         * @enum {string}
         */
        HowEnum: "run" | "hand" | "none";
        HuntAnswer: {
            /** @description There once the job (if there is one) has succeeded. */
            pictures: components["schemas"]["HuntPicture"][];
            /** @description Of the asset that they show. */
            revision: number;
            job: components["schemas"]["Job"] | null;
        };
        HuntFormRequest: {
            frames?: number[];
            /** @description Parts of frames: [frame, x, y, width, height]. */
            places?: number[][];
        };
        HuntFrame: {
            /** Format: uuid */
            asset: string;
            frame: number;
        };
        HuntFrameRequest: {
            /** Format: uuid */
            asset: string;
            frame: number;
        };
        HuntPicture: {
            frame: number;
            /** @description [x, y, width, height]; null: all of it. */
            part: number[] | null;
            url: string;
        };
        HuntSampleFormRequest: {
            /**
             * @description Of the pictures that look clean, or of the frames of all clips.
             *
             *     * `pictures` - pictures
             *     * `frames` - frames
             * @default pictures
             */
            of: components["schemas"]["OfEnum"];
        };
        HuntState: {
            /** @description Pictures and clips that a person has looked through. */
            seen: number;
            /** @description Those that nobody has, with doubts of the search. */
            doubtful: number;
            /** @description Those that nobody has, and that look clean. */
            clean: number;
            /** @description Pictures of samples that were looked through. */
            looked: number;
            /** @description Of these, those on which somebody was missed. */
            missed: number;
            /**
             * Format: double
             * @description At most this share of the clean ones holds somebody, 95 times in 100.
             */
            at_most: number | null;
            film: components["schemas"]["FilmState"];
        };
        Job: {
            /** Format: uuid */
            id: string;
            kind: string;
            title: string;
            state: components["schemas"]["JobStateEnum"];
            /** Format: uuid */
            project: string | null;
            /** Format: uuid */
            dataset: string | null;
            done: number;
            total: number;
            failed: number;
            message: string;
            /** @description The first 200; all are in the steps. */
            errors: components["schemas"]["StepError"][];
            /** @description What people should know of it though it is no error: the first 50 different sentences of its steps. */
            notes: string[];
            /** @description The clips that it redacted and that are still there, the first 200. */
            clips: components["schemas"]["RedactedClip"][];
            result: {
                [key: string]: unknown;
            };
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            finished_at: string | null;
            eta_seconds: number | null;
            acts: components["schemas"]["JobActsEnum"][];
        };
        /**
         * @description * `cancel` - cancel
         *     * `retry` - retry
         * @enum {string}
         */
        JobActsEnum: "cancel" | "retry";
        /** @description The body of a 202: the job that does the work. */
        JobAnswer: {
            job: components["schemas"]["Job"];
        };
        JobPage: {
            results: components["schemas"]["Job"][];
            next: string | null;
        };
        /**
         * @description * `queued` - Queued
         *     * `running` - Running
         *     * `cancelling` - Cancelling
         *     * `succeeded` - Succeeded
         *     * `partial` - Partial
         *     * `failed` - Failed
         *     * `cancelled` - Cancelled
         * @enum {string}
         */
        JobStateEnum: "queued" | "running" | "cancelling" | "succeeded" | "partial" | "failed" | "cancelled";
        KeyframeFormRequest: {
            frame: number;
            shape?: {
                /** @enum {string} */
                type: "box" | "rotated_box" | "ellipse" | "polygon" | "mask";
                data: unknown;
            } | null;
            outside?: boolean;
            occluded?: boolean;
            /** Format: double */
            score?: number | null;
        };
        KeyframeShape: {
            frame: number;
            shape: {
                /** @enum {string} */
                type: "box" | "rotated_box" | "ellipse" | "polygon" | "mask";
                data: unknown;
            } | null;
            outside: boolean;
            occluded: boolean;
            /** Format: double */
            score: number | null;
        };
        Label: {
            /** Format: uuid */
            id: string;
            name: string;
            kind: components["schemas"]["LabelKindEnum"];
            chip: string;
            attributes: unknown[];
            position: number;
        };
        LabelFormRequest: {
            name: string;
            kind: components["schemas"]["LabelKindEnum"];
            chip?: string;
            attributes?: unknown[];
            position?: number;
        };
        /**
         * @description * `face` - face
         *     * `license_plate` - license_plate
         *     * `person` - person
         *     * `vehicle` - vehicle
         *     * `screen` - screen
         *     * `text` - text
         *     * `object` - object
         * @enum {string}
         */
        LabelKindEnum: "face" | "license_plate" | "person" | "vehicle" | "screen" | "text" | "object";
        LabelSettings: {
            redact: boolean;
            method: components["schemas"]["MethodEnum"];
            shape: components["schemas"]["ShapeEnum"];
            /**
             * Format: double
             * @description Share of the object's larger side, added on every side.
             */
            margin: number;
            /** @description RRGGBB. */
            color: string;
            /** Format: double */
            strength: number;
            /**
             * Format: double
             * @description Share of the object's larger side over which what hides it fades out.
             */
            feather?: number;
            /**
             * Format: double
             * @description Undecided objects from this score on are hidden.
             */
            threshold: number;
            /** @description What looks for it; empty: what the preset names. */
            detectors: string[];
        };
        LastReview: {
            /** Format: uuid */
            id: string;
            verdict: string;
            revision: number;
            reviewer: string | null;
            self_approved: boolean;
            comment: string;
            /** Format: date-time */
            created_at: string;
        };
        LeftClip: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description What it does not reach in this clip, and what to do. */
            detail: string;
        };
        LeftOutAnswer: {
            /** Format: uuid */
            id: string;
            name: string;
            state: components["schemas"]["AssetStateEnum"];
            why: string;
        };
        /**
         * @description * `invite` - invite
         *     * `reset` - reset
         * @enum {string}
         */
        LinkFormKindEnum: "invite" | "reset";
        LinkFormRequest: {
            kind: components["schemas"]["LinkFormKindEnum"];
            /** Format: uuid */
            organization?: string | null;
            /** Format: uuid */
            project?: string | null;
            role?: components["schemas"]["RoleEnum"];
            /** @default false */
            sees_originals: boolean;
            email?: string;
            /**
             * Format: uuid
             * @description Whose password is reset.
             */
            member?: string | null;
        };
        LinkPage: {
            kind: components["schemas"]["LinkPageKindEnum"];
            /** @description Its name. */
            organization: string | null;
            /** @description Its name. */
            project: string | null;
            role: string;
            email: string;
            /** Format: date-time */
            expires_at: string;
            by: string;
        };
        /**
         * @description * `invite` - invite
         *     * `reset` - reset
         *     * `sign_in` - sign_in
         * @enum {string}
         */
        LinkPageKindEnum: "invite" | "reset" | "sign_in";
        LookedAnswer: {
            done: string[];
        };
        LookedFormRequest: {
            assets: string[];
            /** @description What of the clips was seen and what was not, for the record. */
            clips?: components["schemas"]["ShownFormRequest"][];
        };
        LooksFormRequest: {
            /**
             * Format: double
             * @description A frame is shown when more than this share of it is in no frame that is shown.
             * @default 0.5
             */
            fresh: number;
            /**
             * Format: double
             * @description A frame is shown at least so often.
             * @default 10
             */
            seconds: number;
        };
        MarkAnswer: {
            state: components["schemas"]["MarkAnswerStateEnum"];
            /** @description [x, y, width, height] as shares of the picture's width and height. */
            box: number[];
            why: string;
        };
        /**
         * @description * `hidden` - hidden
         *     * `kept` - kept
         *     * `undecided` - undecided
         * @enum {string}
         */
        MarkAnswerStateEnum: "hidden" | "kept" | "undecided";
        Me: {
            /** Format: uuid */
            id: string;
            email: string;
            name: string;
            is_superuser: boolean;
            is_staff: boolean;
            csrf_token: string;
            organizations: components["schemas"]["MyOrganization"][];
            memberships: components["schemas"]["MyMembership"][];
        };
        Member: {
            /** Format: uuid */
            id: string;
            user: components["schemas"]["Person"];
            /** Format: uuid */
            organization: string;
            /** Format: uuid */
            project: string | null;
            role: components["schemas"]["RoleEnum"];
            sees_originals: boolean;
        };
        MemberPage: {
            results: components["schemas"]["Member"][];
            next: string | null;
        };
        MethodAnswer: {
            name: string;
            title: string;
            kind: components["schemas"]["MethodAnswerKindEnum"];
            says: string;
            /** @description The kind of label that it is made for; null: any. */
            only: string | null;
        };
        /**
         * @description * `visual` - visual
         *     * `irreversible` - irreversible
         *     * `synthetic` - synthetic
         * @enum {string}
         */
        MethodAnswerKindEnum: "visual" | "irreversible" | "synthetic";
        /**
         * @description * `solid` - solid
         *     * `opaque-blur` - opaque-blur
         *     * `overlay` - overlay
         *     * `removal` - removal
         *     * `silhouette` - silhouette
         *     * `replace-face` - replace-face
         *     * `replace-head` - replace-head
         *     * `gaussian` - gaussian
         *     * `imagenet` - imagenet
         *     * `mosaic` - mosaic
         *     * `noise` - noise
         *     * `eye-bar` - eye-bar
         * @enum {string}
         */
        MethodEnum: "solid" | "opaque-blur" | "overlay" | "removal" | "silhouette" | "replace-face" | "replace-head" | "gaussian" | "imagenet" | "mosaic" | "noise" | "eye-bar";
        MethodList: {
            results: components["schemas"]["MethodAnswer"][];
        };
        MovedObjectRequest: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description One that no object has yet makes a new person.
             */
            person: string | null;
        };
        MovesFormRequest: {
            objects: components["schemas"]["MovedObjectRequest"][];
        };
        MyMembership: {
            /** Format: uuid */
            organization: string;
            /**
             * Format: uuid
             * @description Null: all projects.
             */
            project: string | null;
            role: components["schemas"]["RoleEnum"];
            sees_originals: boolean;
        };
        MyOrganization: {
            /** Format: uuid */
            id: string;
            name: string;
            /**
             * @description Null: in single projects only.
             *
             *     * `viewer` - viewer
             *     * `annotator` - annotator
             *     * `reviewer` - reviewer
             *     * `manager` - manager
             *     * `owner` - owner
             */
            role: (components["schemas"]["RoleEnum"] | components["schemas"]["NullEnum"]) | null;
        };
        NamedError: {
            name: string;
            detail: string;
        };
        Neighbours: {
            /** Format: uuid */
            previous: string | null;
            /** Format: uuid */
            next: string | null;
        };
        NewDatasetRequest: {
            /** Format: uuid */
            project: string;
            name: string;
        };
        NewLink: {
            /** Format: uuid */
            id: string;
            /** @description Shown once. Whoever opens it is let in. */
            url: string;
            /** Format: date-time */
            expires_at: string;
        };
        NewToken: {
            /** @description The secret's first letters. */
            id: string;
            name: string;
            /** Format: uuid */
            organization: string;
            scopes: components["schemas"]["ScopesEnum"][];
            sees_originals: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
            /** @description Shown once: `Authorization: Token <secret>`. */
            secret: string;
        };
        /** @enum {unknown} */
        NullEnum: null;
        /**
         * @description * `pictures` - pictures
         *     * `frames` - frames
         * @enum {string}
         */
        OfEnum: "pictures" | "frames";
        /**
         * @description * `create` - create
         *     * `update` - update
         *     * `keyframes` - keyframes
         *     * `delete` - delete
         *     * `restore` - restore
         * @enum {string}
         */
        OpEnum: "create" | "update" | "keyframes" | "delete" | "restore";
        OpenLink: {
            /** Format: uuid */
            id: string;
            kind: string;
            /** Format: uuid */
            organization: string | null;
            /** Format: uuid */
            project: string | null;
            role: string;
            sees_originals: boolean;
            email: string;
            by: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        OpenLinkPage: {
            results: components["schemas"]["OpenLink"][];
            next: string | null;
        };
        /**
         * @description `create` takes label, keyframes, decision, reason, attributes, flags and score, `update` takes set, `keyframes`
         *     takes put and remove; `delete` and `restore` take nothing more.
         */
        OperationFormRequest: {
            op: components["schemas"]["OpEnum"];
            /** Format: uuid */
            annotation: string;
            /** Format: uuid */
            label?: string;
            keyframes?: components["schemas"]["KeyframeFormRequest"][];
            decision?: components["schemas"]["DecisionEnum"];
            reason?: string;
            attributes?: {
                [key: string]: unknown;
            };
            flags?: components["schemas"]["FlagAnswerRequest"][];
            /** Format: double */
            score?: number;
            set?: components["schemas"]["SetFormRequest"];
            put?: components["schemas"]["KeyframeFormRequest"][];
            remove?: number[];
        };
        Organization: {
            /** Format: uuid */
            id: string;
            name: string;
            role: (components["schemas"]["RoleEnum"] | components["schemas"]["NullEnum"]) | null;
            /** @description What I may in the whole of it. */
            acts: string[];
            /** @description Whether pictures may be sent to cloud detectors. */
            allow_cloud: boolean;
            /** Format: date-time */
            created_at: string;
        };
        OrganizationFormRequest: {
            name: string;
        };
        OrganizationPage: {
            results: components["schemas"]["Organization"][];
            next: string | null;
        };
        Original: {
            /** Format: uuid */
            id: string | null;
            name: string;
        };
        PasswordFormRequest: {
            current: string;
            new: string;
        };
        PatchedCommentPatchRequest: {
            resolved?: boolean;
        };
        PatchedDatasetPatchRequest: {
            name?: string;
        };
        PatchedLabelFormRequest: {
            name?: string;
            kind?: components["schemas"]["LabelKindEnum"];
            chip?: string;
            attributes?: unknown[];
            position?: number;
        };
        PatchedMeFormRequest: {
            name?: string;
        };
        PatchedMemberFormRequest: {
            role?: components["schemas"]["RoleEnum"];
            sees_originals?: boolean;
        };
        PatchedOrganizationPatchFormRequest: {
            name?: string;
            /** @description Pictures that are searched by a cloud detector leave the house: they are sent to its provider. */
            allow_cloud?: boolean;
        };
        PatchedProjectPatchFormRequest: {
            name?: string;
            purpose?: string;
            retention_days?: number | null;
            self_approval?: boolean;
        };
        Person: {
            /** Format: uuid */
            id: string;
            /** @description Empty for those who do not manage members. */
            email: string;
            name: string;
        };
        PersonAnswer: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        PinnedPolicy: {
            /** Format: uuid */
            id: string;
            version: number;
            settings: unknown;
        };
        Policy: {
            /** Format: uuid */
            id: string;
            version: number;
            settings: components["schemas"]["PolicySettings"];
            /** @description The person's name. */
            published_by: string | null;
            /** Format: date-time */
            published_at: string;
        };
        /** @description `policy` and `job` when published (202); `approvals_fall` and `assets` when asked only (200). */
        PolicyAnswer: {
            policy?: components["schemas"]["Policy"];
            job?: components["schemas"]["Job"];
            approvals_fall?: number;
            /** @description Assets that go back to annotate. */
            assets?: number;
        };
        PolicyFormRequest: {
            /** @description Laid over the current version: `{labels: {id: {…}}, audio, codec, preset, zones}`; what is left out stays. */
            settings: unknown;
            /**
             * @description Only say how many approvals would fall.
             * @default false
             */
            dry_run: boolean;
        };
        PolicyPage: {
            results: components["schemas"]["Policy"][];
            next: string | null;
        };
        PolicySettings: {
            /** @description By the label's id. */
            labels: {
                [key: string]: components["schemas"]["LabelSettings"];
            };
            audio: components["schemas"]["AudioEnum"];
            /**
             * @description What videos are coded as; same: as they came.
             *
             *     * `same` - same
             *     * `h264` - h264
             *     * `h265` - h265
             *     * `vp9` - vp9
             *     * `av1` - av1
             */
            codec: components["schemas"]["CodecEnum"];
            /** @description A name of /api/presets. */
            preset: string;
            zones?: components["schemas"]["Zone"][];
        };
        PresenceAnswer: {
            here: components["schemas"]["PresentPerson"][];
            revision: number;
        };
        PresenceFormRequest: {
            frame?: number | null;
        };
        PresentInProject: {
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: uuid */
            asset: string;
            asset_name: string;
            frame: number | null;
        };
        PresentPerson: {
            /** Format: uuid */
            id: string;
            name: string;
            frame?: number | null;
        };
        PresetAnswer: {
            name: string;
            title: string;
            says: string;
            default: boolean;
            /** @description The detector for each label kind that it finds. */
            detectors: {
                [key: string]: string;
            };
        };
        /**
         * @description * `fast` - fast
         *     * `balanced` - balanced
         *     * `thorough` - thorough
         * @enum {string}
         */
        PresetEnum: "fast" | "balanced" | "thorough";
        PresetList: {
            results: components["schemas"]["PresetAnswer"][];
        };
        PreviewAnswer: {
            /** @description Of the picture, once the job (if there is one) has succeeded. */
            url: string;
            /** @description Of the asset that it shows. */
            revision: number;
            job: components["schemas"]["Job"] | null;
        };
        PreviewFormRequest: {
            /** @default 0 */
            frame: number;
        };
        Project: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            organization: string;
            name: string;
            purpose: string;
            retention_days: number | null;
            /** @description Also possible where the project has one member. */
            self_approval: boolean;
            /**
             * @description Mine.
             *
             *     * `viewer` - viewer
             *     * `annotator` - annotator
             *     * `reviewer` - reviewer
             *     * `manager` - manager
             *     * `owner` - owner
             */
            role: components["schemas"]["RoleEnum"];
            /** @description Whether I do. */
            sees_originals: boolean;
            acts: components["schemas"]["ProjectActsEnum"][];
            /** @description Assets by state. */
            counts: {
                [key: string]: number;
            };
            /** @description Doubtful objects that wait for a decision. */
            need_you: number;
            /** @description Assets in review. */
            waiting_review: number;
            hidden_people: number;
            undecided: number;
            kept: number;
            labels: components["schemas"]["Label"][];
            policy: components["schemas"]["Policy"];
            datasets: components["schemas"]["DatasetName"][];
            members_count: number;
            /**
             * Format: uuid
             * @description Its first asset.
             */
            cover: string | null;
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @description * `view` - view
         *     * `see_originals` - see_originals
         *     * `comment` - comment
         *     * `annotate` - annotate
         *     * `ingest` - ingest
         *     * `detect` - detect
         *     * `review` - review
         *     * `export` - export
         *     * `manage_project` - manage_project
         *     * `manage_members` - manage_members
         *     * `delete_project` - delete_project
         *     * `read_audit` - read_audit
         *     * `own_organization` - own_organization
         * @enum {string}
         */
        ProjectActsEnum: "view" | "see_originals" | "comment" | "annotate" | "ingest" | "detect" | "review" | "export" | "manage_project" | "manage_members" | "delete_project" | "read_audit" | "own_organization";
        ProjectFormRequest: {
            /** Format: uuid */
            organization: string;
            name: string;
            /** @default  */
            purpose: string;
            /**
             * @default [
             *       "face"
             *     ]
             */
            hide: components["schemas"]["LabelKindEnum"][];
            /** @default solid */
            method: components["schemas"]["MethodEnum"];
            /** @default balanced */
            preset: components["schemas"]["PresetEnum"];
            /** @default false */
            self_approval: boolean;
        };
        ProjectPage: {
            results: components["schemas"]["Project"][];
            next: string | null;
        };
        ProjectPresence: {
            here: components["schemas"]["PresentInProject"][];
        };
        ProofAnswer: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            dataset: string;
            /** Format: uuid */
            export: string | null;
            export_number: number | null;
            state: components["schemas"]["State294Enum"];
            /** @description As docs/file-formats.md tells of `moretta evaluate privacy`, and `told`: verdicts and notes by language besides English. Empty until it is ready. */
            figures: {
                [key: string]: unknown;
            };
            /** @description Whether the page is still kept: not after a picture of the dataset was erased. */
            has_page: boolean;
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string | null;
            job: components["schemas"]["Job"] | null;
        };
        ProofFormRequest: {
            /**
             * Format: uuid
             * @description Of what may leave it now.
             */
            dataset?: string;
            /**
             * Format: uuid
             * @description Of what left by it; one of the two.
             */
            export?: string;
        };
        ProofList: {
            results: components["schemas"]["ProofAnswer"][];
            next: string | null;
        };
        ProofStarted: {
            proof: components["schemas"]["ProofAnswer"];
            job: components["schemas"]["Job"];
        };
        /** @description How many frames of a redacted clip are of each kind; one may be both detected and filled. */
        RedactedClip: {
            /** Format: uuid */
            asset: string;
            name: string;
            frames: number;
            /** @description Something that is hidden was found there. */
            detected: number;
            /** @description Something hidden has its place from the frames around it, or from a person. */
            filled: number;
            /** @description Nothing is hidden, and it is coded as it came. */
            copied: number;
            /** @description Nothing is hidden. */
            untouched: number;
            /** @description It could not be decoded and shows nothing. */
            failed: number;
            /** @description [first, last] of the failed ones, the first few. */
            failed_ranges: number[][];
        };
        RefusedAsset: {
            /** Format: uuid */
            id: string;
            detail: string;
        };
        RefusedObject: {
            /** Format: uuid */
            id: string;
            detail: string;
        };
        RequestChangesFormRequest: {
            revision: number;
            comment: string;
        };
        ReviewAnswer: {
            /** Format: uuid */
            id: string;
            revision: number;
            verdict: components["schemas"]["VerdictEnum"];
            reviewer: components["schemas"]["PersonAnswer"] | null;
            self_approved: boolean;
            hid_undecided: number;
            comment: string;
            /** Format: date-time */
            created_at: string;
        };
        ReviewList: {
            results: components["schemas"]["ReviewAnswer"][];
            next: string | null;
        };
        /**
         * @description * `viewer` - viewer
         *     * `annotator` - annotator
         *     * `reviewer` - reviewer
         *     * `manager` - manager
         *     * `owner` - owner
         * @enum {string}
         */
        RoleEnum: "viewer" | "annotator" | "reviewer" | "manager" | "owner";
        RunAnswer: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            asset: string;
            detectors: string[];
            /** @description That named any of the detectors. */
            preset: string;
            weights: {
                [key: string]: string;
            };
            settings: unknown;
            /** @description Label kinds that were searched for. */
            kinds: string[];
            state: string;
            frames_done: number;
            error: string;
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at: string | null;
        };
        RunList: {
            results: components["schemas"]["RunAnswer"][];
            next: string | null;
        };
        SampleAnswer: {
            /** Format: uuid */
            id: string;
            assets: string[];
            /** @description Of a sample of clips. */
            frames: components["schemas"]["HuntFrame"][];
            /** @description So many looked clean; so many frames the clips have. */
            of: number;
        };
        SampleEndFormRequest: {
            /** @description The pictures on which somebody was missed. */
            missed?: string[];
            /** @description The frames on which somebody was open. */
            frames?: components["schemas"]["HuntFrameRequest"][];
        };
        SampleFormRequest: {
            /**
             * Format: uuid
             * @description Left out: the first picture.
             */
            asset?: string | null;
            /** @description As in publishing a policy. */
            settings?: unknown;
        };
        /**
         * @description * `read` - read
         *     * `ingest` - ingest
         *     * `annotate` - annotate
         *     * `review` - review
         *     * `export` - export
         *     * `manage` - manage
         * @enum {string}
         */
        ScopesEnum: "read" | "ingest" | "annotate" | "review" | "export" | "manage";
        ScoresAnswer: {
            /** @description Those that the policy hides. */
            labels: components["schemas"]["ScoresOfLabel"][];
            /** @description Assets that are not in it yet; ask again. */
            uncounted: number;
        };
        ScoresOfLabel: {
            /** Format: uuid */
            label: string;
            /**
             * Format: double
             * @description Of the pinned policy.
             */
            threshold: number;
            /** @description [score, how many] of objects that nobody has decided about. */
            objects: number[][];
            /** @description [score, how many] of places that were found below the threshold. */
            below: number[][];
            /** @description Those of them that lie in clips. */
            in_clips: number[][];
        };
        SearchedAnswer: {
            /** Format: uuid */
            label: string;
            /** @description What looks for it now; none where people look. */
            detectors: string[];
            /** @description Assets that these searched. */
            searched: number;
            /** @description Assets that others searched: search them again. */
            older: number;
            /** @description Assets that a person looked through. */
            by_hand: number;
            /** @description Assets that were not searched. */
            open: number;
        };
        SearchedFormRequest: {
            /** Format: uuid */
            label: string;
        };
        SearchedLabel: {
            /** Format: uuid */
            label: string;
            name: string;
            redacted: boolean;
            how: components["schemas"]["HowEnum"];
            /** Format: uuid */
            run: string | null;
            /** @description That looked. */
            detectors: string[];
            /** @description The policy names other detectors by now: search again. */
            older: boolean;
            by: string | null;
        };
        SearchedList: {
            results: components["schemas"]["SearchedAnswer"][];
            /** @description Approved assets that a search (`older`) looks at; their approval falls where it finds other things. */
            approved: number;
        };
        SeenObject: {
            /** Format: uuid */
            id: string;
            revision: number;
        };
        SeenObjectRequest: {
            /** Format: uuid */
            id: string;
            revision: number;
        };
        SetFormRequest: {
            /** Format: uuid */
            label?: string;
            decision?: components["schemas"]["DecisionEnum"];
            reason?: string;
            attributes?: {
                [key: string]: unknown;
            };
            flags?: components["schemas"]["FlagAnswerRequest"][];
        };
        /**
         * @description * `box` - box
         *     * `ellipse` - ellipse
         *     * `rounded` - rounded
         *     * `face` - face
         *     * `head` - head
         *     * `person` - person
         * @enum {string}
         */
        ShapeEnum: "box" | "ellipse" | "rounded" | "face" | "head" | "person";
        ShownFormRequest: {
            /** Format: uuid */
            asset: string;
            /** @description Whole frames that were seen. */
            frames: number;
            /** @description Parts of frames that were seen. */
            places: number;
            /** @description Doubtful places and frames that were not. */
            left: number;
        };
        SignInFormRequest: {
            email: string;
            password: string;
        };
        /**
         * @description * `run` - Run
         *     * `person` - Person
         *     * `import` - Import
         * @enum {string}
         */
        SourceEnum: "run" | "person" | "import";
        SpotFormRequest: {
            /** @default 0 */
            frame: number;
            /** @description [x, y] in pixels of the upright frame. */
            at: number[];
        };
        /**
         * @description * `ready` - ready
         *     * `queued` - queued
         *     * `running` - running
         *     * `cancelling` - cancelling
         *     * `succeeded` - succeeded
         *     * `partial` - partial
         *     * `failed` - failed
         *     * `cancelled` - cancelled
         * @enum {string}
         */
        State294Enum: "ready" | "queued" | "running" | "cancelling" | "succeeded" | "partial" | "failed" | "cancelled";
        Step: {
            /** Format: uuid */
            id: string;
            kind: string;
            queue: string;
            state: components["schemas"]["StepStateEnum"];
            attempt: number;
            done: number;
            total: number;
            errors: components["schemas"]["StepError"][];
            notes: string[];
            message: string;
            worker: string;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            finished_at: string | null;
        };
        StepError: {
            asset: string;
            name: string;
            detail: string;
        };
        StepPage: {
            results: components["schemas"]["Step"][];
            next: string | null;
        };
        /**
         * @description * `queued` - Queued
         *     * `running` - Running
         *     * `succeeded` - Succeeded
         *     * `failed` - Failed
         *     * `cancelled` - Cancelled
         * @enum {string}
         */
        StepStateEnum: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        ThresholdAnswer: {
            /** @description What undoing the decisions takes. */
            changes: string[];
            hidden: number;
            removed: number;
            refused: components["schemas"]["RefusedAsset"][];
            /**
             * Format: uuid
             * @description There is more: send it as `after`.
             */
            next: string | null;
            /** @description With the last part, where finds in clips are to be hidden: its result has `{hidden, changes}` of each clip, by its id. */
            job: components["schemas"]["Job"] | null;
            /** @description With the last part. */
            left: components["schemas"]["LeftClip"][];
        };
        ThresholdFormRequest: {
            /** Format: uuid */
            label: string;
            /** Format: double */
            threshold: number;
            /**
             * Format: uuid
             * @description `next` of the answer before.
             */
            after?: string;
        };
        ThresholdPreview: {
            /** @description That it changes. */
            clips: number;
            /** @description Found in clips below the threshold, which it hides. */
            tracks: number;
            /** @description Assets that are in review and may be open again by it. What is approved stays as it is. */
            in_review: number;
            left: components["schemas"]["LeftClip"][];
        };
        /** @description How the true boxes fall: with one set, `both` are those it covers. */
        TogetherAnswer: {
            both: number;
            /** @description Covered by the first set alone. */
            first: number;
            /** @description Covered by the second set alone. */
            second: number;
            /** @description Covered by none. */
            missed: number;
        };
        Token: {
            /** @description The secret's first letters. */
            id: string;
            name: string;
            /** Format: uuid */
            organization: string;
            scopes: components["schemas"]["ScopesEnum"][];
            sees_originals: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
        };
        TokenFormRequest: {
            name: string;
            /** Format: uuid */
            organization: string;
            scopes: components["schemas"]["ScopesEnum"][];
            /** @default false */
            sees_originals: boolean;
            /** @default 90 */
            expires_in_days: number | null;
        };
        TokenPage: {
            results: components["schemas"]["Token"][];
            next: string | null;
        };
        UndoFormRequest: {
            changes: string[];
        };
        UploadAnswer: {
            job: components["schemas"]["Job"] | null;
            assets: components["schemas"]["UploadedAsset"][];
            duplicates: components["schemas"]["Duplicate"][];
            errors: components["schemas"]["NamedError"][];
        };
        /** @description multipart/form-data: `files` repeated, and optionally `annotations`, a COCO JSON file about them. */
        UploadFormRequest: {
            files: string[];
            /** Format: binary */
            annotations?: string;
        };
        UploadedAsset: {
            /** Format: uuid */
            id: string;
            name: string;
            state: string;
        };
        UseLinkFormRequest: {
            email?: string;
            name?: string;
            password?: string;
        };
        /**
         * @description * `approved` - Approved
         *     * `changes` - Changes
         * @enum {string}
         */
        VerdictEnum: "approved" | "changes";
        Worker: {
            name: string;
            queues: string[];
            processes: number;
            inference: string;
            /**
             * Format: double
             * @description Seconds since its last sign of life.
             */
            last_seen: number;
            /** @description Steps it works on now. */
            busy: number;
        };
        Workers: {
            workers: components["schemas"]["Worker"][];
            queues: {
                [key: string]: number;
            };
            says: string | null;
        };
        Zone: {
            kind: components["schemas"]["ZoneKindEnum"];
            /** @description x, y, width and height in shares of the picture's sides. */
            box: number[];
            /** @description What it is for; a kept one needs it. */
            says: string;
            /**
             * Format: uuid
             * @description Null: of the whole project.
             */
            dataset: string | null;
            /** Format: uuid */
            asset: string | null;
        };
        /**
         * @description * `hide` - hide
         *     * `keep` - keep
         * @enum {string}
         */
        ZoneKindEnum: "hide" | "keep";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    assets_list: {
        parameters: {
            query?: {
                /** @description `me`, `nobody`, or the id of a person. */
                assignee?: string;
                cursor?: string;
                dataset?: string;
                kind?: "image" | "video";
                limit?: number;
                /** @description Clean: a picture with few finds below the threshold. */
                looks?: "clean" | "doubtful";
                /** @description What waits for the caller. */
                need?: "you";
                /** @description Clips, then the pictures with the most finds below the threshold; else as they came. */
                order?: "doubt";
                project?: string;
                /** @description Part of the name. */
                q?: string;
                /** @description The pictures of a sample of the hunt. */
                sample?: string;
                /** @description Whether a person has looked through it. */
                seen?: "no" | "yes";
                state?: "annotate" | "approved" | "excluded" | "failed" | "in_review" | "processing" | "ready";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetList"];
                };
            };
        };
    };
    assets_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetDetail"];
                };
            };
        };
    };
    assets_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    annotations_list: {
        parameters: {
            query?: {
                /** @description First frame of a window. */
                from?: number;
                /** @description The frame behind the window's last one. */
                to?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnnotationsAnswer"];
                };
            };
        };
    };
    assets_approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApproveFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetCard"];
                };
            };
        };
    };
    assets_candidates: {
        parameters: {
            query?: {
                /** @description First frame. */
                from?: number;
                label?: string;
                /** @description Last frame. */
                to?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidatesAnswer"];
                };
            };
        };
    };
    changes_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeList"];
                };
            };
        };
    };
    changes_apply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangesFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesAnswer"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesConflict"];
                };
            };
        };
    };
    comments_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentList"];
                };
            };
        };
    };
    comments_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentAnswer"];
                };
            };
        };
    };
    assets_exclude: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExcludeFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetCard"];
                };
            };
        };
    };
    assets_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    assets_follow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowFormRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    assets_frames: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameTableAnswer"];
                };
            };
        };
    };
    assets_hunt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HuntFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HuntAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HuntAnswer"];
                };
            };
        };
    };
    assets_include: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetCard"];
                };
            };
        };
    };
    assets_looks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LooksFormRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    presence_say: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PresenceFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresenceAnswer"];
                };
            };
        };
    };
    presence_leave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    assets_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PreviewFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewAnswer"];
                };
            };
        };
    };
    assets_reopen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetCard"];
                };
            };
        };
    };
    assets_request_changes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestChangesFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetCard"];
                };
            };
        };
    };
    reviews_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewList"];
                };
            };
        };
    };
    assets_searched: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchedFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetDetail"];
                };
            };
        };
    };
    assets_spot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpotFormRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    assets_submit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetCard"];
                };
            };
        };
    };
    assets_bulk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAnswer"];
                };
            };
        };
    };
    assets_ids: {
        parameters: {
            query?: {
                /** @description `me`, `nobody`, or the id of a person. */
                assignee?: string;
                dataset?: string;
                kind?: "image" | "video";
                /** @description Clean: a picture with few finds below the threshold. */
                looks?: "clean" | "doubtful";
                /** @description What waits for the caller. */
                need?: "you";
                project?: string;
                /** @description Part of the name. */
                q?: string;
                /** @description The pictures of a sample of the hunt. */
                sample?: string;
                /** @description Whether a person has looked through it. */
                seen?: "no" | "yes";
                state?: "annotate" | "approved" | "excluded" | "failed" | "in_review" | "processing" | "ready";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetIds"];
                };
            };
        };
    };
    assets_next: {
        parameters: {
            query: {
                after?: string;
                project: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssetCard"];
                };
            };
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_audit: {
        parameters: {
            query: {
                act?: "added_member" | "allowed_cloud" | "applied_threshold" | "approved" | "asked_changes" | "asked_erasure" | "assigned" | "cancelled_job" | "changed" | "changed_member" | "changed_password" | "created" | "downloaded_export" | "erased" | "erased_person" | "excluded" | "exported" | "forbade_cloud" | "forgot_people" | "grouped_people" | "imported" | "included" | "made_link" | "made_token" | "published_policy" | "removed_member" | "reopened" | "retried_job" | "revoked_link" | "revoked_token" | "sampled" | "searched" | "signed_in" | "submitted" | "uploaded" | "used_cloud" | "used_link" | "viewed_original" | "viewed_proof";
                actor?: string;
                cursor?: string;
                limit?: number;
                organization: string;
                thing_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEventPage"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    change_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedMeFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordFormRequest"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Wrong e-mail or password. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    comments_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedCommentPatchRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentAnswer"];
                };
            };
        };
    };
    datasets_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetList"];
                };
            };
        };
    };
    datasets_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDatasetRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetAnswer"];
                };
            };
        };
    };
    datasets_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetAnswer"];
                };
            };
        };
    };
    datasets_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    datasets_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedDatasetPatchRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetAnswer"];
                };
            };
        };
    };
    crops_list: {
        parameters: {
            query?: {
                cursor?: string;
                flag?: string;
                /** @description The least score. */
                from?: number;
                /** @description These objects alone, whatever was decided: at most 100, with commas between. */
                ids?: string;
                label?: string;
                limit?: number;
                /** @description So many by chance, on one page. */
                sample?: number;
                /** @description open where it is left out; waiting is open and certain. */
                show?: "certain" | "hidden" | "kept" | "open" | "waiting";
                source?: "import" | "person" | "run";
                /** @description Scores below it. */
                to?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CropList"];
                };
            };
        };
    };
    crops_cut: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CutFormRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    crops_pictures: {
        parameters: {
            query: {
                /** @description At most 100, with commas between. */
                ids: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    decisions_make: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionsFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionsAnswer"];
                };
            };
        };
    };
    decisions_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionsAnswer"];
                };
            };
        };
    };
    hunt_state: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HuntState"];
                };
            };
        };
    };
    hunt_sample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["HuntSampleFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SampleAnswer"];
                };
            };
        };
    };
    datasets_looked: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookedFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookedAnswer"];
                };
            };
        };
    };
    people_move: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MovesFormRequest"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    people_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    people_forget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    scores_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScoresAnswer"];
                };
            };
        };
    };
    threshold_preview: {
        parameters: {
            query: {
                label: string;
                threshold: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThresholdPreview"];
                };
            };
        };
    };
    threshold_apply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThresholdFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThresholdAnswer"];
                };
            };
        };
    };
    uploads_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
        };
    };
    detections_list: {
        parameters: {
            query: {
                asset: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunList"];
                };
            };
        };
    };
    detections_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DetectionRequestRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    detectors_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetectorList"];
                };
            };
        };
    };
    evaluations_list: {
        parameters: {
            query: {
                cursor?: string;
                dataset: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationList"];
                };
            };
        };
    };
    evaluations_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationFormRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationStarted"];
                };
            };
        };
    };
    evaluations_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvaluationAnswer"];
                };
            };
        };
    };
    evaluations_differences: {
        parameters: {
            query?: {
                /** @description Where the page starts; `next` of the last. */
                from?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DifferenceList"];
                };
            };
        };
    };
    exports_list: {
        parameters: {
            query?: {
                cursor?: string;
                dataset?: string;
                limit?: number;
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportList"];
                };
            };
        };
    };
    exports_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportFormRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportStarted"];
                };
            };
        };
    };
    exports_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportAnswer"];
                };
            };
        };
    };
    exports_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
        };
    };
    exports_manifest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    exports_preview: {
        parameters: {
            query: {
                dataset: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportPreviewAnswer"];
                };
            };
        };
    };
    jobs_list: {
        parameters: {
            query?: {
                /** @description 1: only jobs that have not ended. */
                active?: string;
                cursor?: string;
                limit?: number;
                project?: string;
                state?: "cancelled" | "cancelling" | "failed" | "partial" | "queued" | "running" | "succeeded";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
        };
    };
    jobs_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    jobs_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    jobs_retry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    jobs_steps: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                state?: "cancelled" | "failed" | "queued" | "running" | "succeeded";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepPage"];
                };
            };
        };
    };
    delete_label: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_label: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                label: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedLabelFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
        };
    };
    list_links: {
        parameters: {
            query: {
                cursor?: string;
                limit?: number;
                organization: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenLinkPage"];
                };
            };
        };
    };
    make_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewLink"];
                };
            };
        };
    };
    revoke_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    open_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkPage"];
                };
            };
        };
    };
    use_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UseLinkFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    list_members: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                organization?: string;
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberPage"];
                };
            };
        };
    };
    remove_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    change_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedMemberFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
        };
    };
    methods_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MethodList"];
                };
            };
        };
    };
    list_organizations: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganizationPage"];
                };
            };
        };
    };
    create_organization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
        };
    };
    get_organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
        };
    };
    change_organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedOrganizationPatchFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
        };
    };
    presets_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetList"];
                };
            };
        };
    };
    list_projects: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPage"];
                };
            };
        };
    };
    create_project: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    get_project: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    delete_project: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    change_project: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedProjectPatchFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
        };
    };
    create_label: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
        };
    };
    list_policies: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyPage"];
                };
            };
        };
    };
    publish_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyAnswer"];
                };
            };
        };
    };
    project_presence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPresence"];
                };
            };
        };
    };
    render_sample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SampleFormRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAnswer"];
                };
            };
        };
    };
    project_searches: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchedList"];
                };
            };
        };
    };
    proofs_list: {
        parameters: {
            query: {
                cursor?: string;
                dataset: string;
                /** @description Those of one export alone. */
                export?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProofList"];
                };
            };
        };
    };
    proofs_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ProofFormRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProofStarted"];
                };
            };
        };
    };
    proofs_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProofAnswer"];
                };
            };
        };
    };
    proofs_figures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    proofs_page: {
        parameters: {
            query?: {
                /** @description As in de; English where there is no page in it. */
                language?: string;
                /** @description To be shown, not saved. */
                shown?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    hunt_sample_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SampleEndFormRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HuntState"];
                };
            };
        };
    };
    list_tokens: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
        };
    };
    make_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenFormRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    workers_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workers"];
                };
            };
        };
    };
}
